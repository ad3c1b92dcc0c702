import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writeFileAtomic } from 'msa-unet/node';

import { isMissing } from '../isMissing';

/** Settings that a result depends on, as plain data. */
export type JobSettings = Readonly<Record<string, unknown>>;

/** What became of one scan, in a file of its own. */
export interface JobRecord<R = unknown> {
  /** Version of this format. */
  readonly format: 1;
  readonly name: string;
  /** `skipped`: there is nothing to do, for a `reason`. */
  readonly status: 'done' | 'failed' | 'skipped';
  readonly reason: string | null;
  readonly settings: JobSettings;
  /** The network, as the command line named it. */
  readonly model: string;
  /** The part that it was done in: `2/8`. */
  readonly shard: string;
  readonly seconds: number;
  /** Backend and version of msa-unet. */
  readonly program: string;
  /** `null` if there is none; if the scan has failed, its files may be incomplete. */
  readonly result: R | null;
}

/** Folder of the records beside the results. */
export const recordsOf = (out: string): string => join(out, 'records');

/** Folder of a scan's record, which is claimed while the scan is in work. */
export const recordFolder = (records: string, name: string): string => join(records, name);

const recordFile = (records: string, name: string) => join(recordFolder(records, name), 'record.json');

/**
 * Reads the record of a scan. `null`: there is none.
 *
 * @throws Error that names the file if it is no record of this version
 */
export async function readRecord<R>(records: string, name: string): Promise<JobRecord<R> | null> {
  const file = recordFile(records, name);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (text === null) return null;
  const record = parsed(text);
  if (typeof record === 'object' && record !== null && 'format' in record && record.format === 1)
    return record as JobRecord<R>;
  throw new Error(`${file} is no record of this version of msa-unet; remove it to have its scan done again`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether a process has left its claim on a scan, or still holds it. */
export async function isClaimed(records: string, name: string): Promise<boolean> {
  const files = await readdir(recordFolder(records, name)).catch(() => []);
  return files.some((file) => file.startsWith('.'));
}

/** Writes the record of a scan, whose folder is claimed. */
export const writeRecord = (records: string, record: JobRecord): Promise<void> =>
  writeFileAtomic(recordFile(records, record.name), `${JSON.stringify(record, null, 1)}\n`);

/** The first setting that differs, as text: `threshold 0.5, now 0.7`; `null`: they are equal. */
export function difference(before: JobSettings, now: JobSettings): string | null {
  for (const name of new Set([...Object.keys(now), ...Object.keys(before)])) {
    const [was, is] = [before[name], now[name]].map((value) => JSON.stringify(value) ?? 'default');
    if (was !== is) return `${name} ${shown(was!)}, now ${shown(is!)}`;
  }
  return null;
}

const shown = (json: string) => (json.length > 60 ? `${json.slice(0, 60)}…` : json);
