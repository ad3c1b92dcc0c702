import { readdir } from 'node:fs/promises';

import { hasCode } from './hasCode';

/** The file of a checkpoint. */
export interface CheckpointFile {
  readonly name: string;
  readonly number: number;
  /** Whether it began a run where another one's checkpoints were: older ones, which a crash may have left, are not of its run. */
  readonly isFirst: boolean;
}

/** The checkpoints in a folder, from the newest down; none if it is not there. */
export async function listCheckpoints(folder: string): Promise<CheckpointFile[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return names
    .map(fileOf)
    .filter((file) => file !== null)
    .sort((a, b) => b.number - a.number);
}

/** Whether a file is a checkpoint, from its name. */
export const isCheckpoint = (name: string) => fileOf(name) !== null;

/** Name of the file of a checkpoint. */
export const nameOf = (number: number, isFirst: boolean) =>
  `checkpoint-${String(number).padStart(6, '0')}${isFirst ? '-first' : ''}.bin`;

function fileOf(name: string): CheckpointFile | null {
  const [, digits, first] = /^checkpoint-(\d{6,15})(-first)?\.bin$/.exec(name) ?? [];
  return digits === undefined ? null : { name, number: Number(digits), isFirst: first !== undefined };
}
