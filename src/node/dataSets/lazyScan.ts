import { createHash } from 'node:crypto';

import type { CtScan, CtSlice } from '../../data/dataSet';
import { invalidOption } from '../../utils/errors';
import type { FoundFile } from './diskFile';

/** What the pixels of a slice are, before it is told whose they are. */
export type SlicePixels = Pick<CtSlice, 'height' | 'width' | 'values' | 'mask' | 'labels'>;

/** What {@link lazyScan} makes a scan of. */
export interface LazyScan extends Pick<CtScan, 'patient' | 'name' | 'depth' | 'spacing'> {
  /** All files that the scan is read from. */
  readonly files: readonly FoundFile[];
  readonly unit: CtSlice['unit'];
  /** How the files are read, where the caller has a choice: other choices make other slices of the same files. */
  readonly reading?: unknown;
  /** What a slice is called in the scan. */
  sliceName(index: number): string;
  /** Reads a slice; the index is in range. */
  readPixels(index: number): Promise<SlicePixels>;
}

/** A scan whose slices are read when they are asked for. */
export async function lazyScan(scan: LazyScan): Promise<CtScan> {
  const { patient, name, depth, spacing, unit } = scan;
  const readSlice = async (index: number): Promise<CtSlice> => {
    if (!(Number.isInteger(index) && index >= 0 && index < depth))
      throw invalidOption(`readSlice of ${name}`, 'index', `a whole number from 0 to ${depth - 1}`, index);
    return { patient, name: `${name}/${scan.sliceName(index)}`, unit, ...(await scan.readPixels(index)) };
  };
  return { patient, name, depth, spacing, fingerprint: await fingerprint(scan), readSlice };
}

/** A hash of names, sizes and times of change, and of how the files are read. */
async function fingerprint({ files, reading = null }: LazyScan): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(reading));
  for (const file of files) hash.update(`${file.name}\n${(await file.describe()).stamp}\n`);
  return hash.digest('hex').slice(0, 16);
}
