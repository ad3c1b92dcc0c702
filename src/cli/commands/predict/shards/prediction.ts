import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { isMissing } from '../../../isMissing';
import { difference, type JobRecord, type JobSettings } from '../../../jobs/jobRecord';
import type { LabelMl } from '../maskText';

/** What is kept of a mask, beside itself. */
export interface Prediction {
  /** Its files, with the SHA-256 of each. */
  readonly masks: readonly { readonly file: string; readonly sha256: string }[];
  readonly shape: readonly number[];
  /** Whether its slices are unevenly spaced, so that its volumes are approximate. */
  readonly isUneven: boolean;
  readonly volumes: readonly LabelMl[];
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The SHA-256 of each file of a mask; `null`: it is not there. */
export function hashesOf(files: readonly string[]): Promise<(string | null)[]> {
  return Promise.all(files.map(async (file) => hashOf(file)));
}

async function hashOf(file: string): Promise<string | null> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  return bytes && sha256(bytes);
}

/** Whether a mask is complete, to be made, or not ours to overwrite, for a reason. */
export type MaskState = 'done' | 'open' | { readonly refused: string };

/**
 * Determines whether a scan has its mask.
 *
 * @param found hashes of the mask's files, read before the record: a record is written before its mask
 */
export function stateOf(
  found: readonly (string | null)[],
  record: JobRecord<Prediction> | null,
  settings: JobSettings,
): MaskState {
  const change = record && difference(record.settings, settings);
  if (found.every((hash) => hash === null)) return record?.status === 'skipped' && change === null ? 'done' : 'open';
  if (!record?.result) return { refused: 'is not a mask of this command' };
  if (change !== null) return { refused: `was predicted with other settings (${change})` };
  const { masks } = record.result;
  if (found.some((hash, i) => hash !== null && hash !== masks[i]?.sha256))
    return { refused: 'has been changed since it was predicted' };
  return found.includes(null) || record.status !== 'done' ? 'open' : 'done';
}
