import { createHash } from 'node:crypto';

import type { CtScan, CtSlice } from '../../data/dataSet';
import { invalidOption } from '../../utils/errors';
import type { FoundFile } from './diskFile';

/** Pixels of a slice, before patient and name are added. */
export type SlicePixels = Pick<CtSlice, 'height' | 'width' | 'values' | 'mask' | 'labels'>;

/** Options of {@link lazyScan}. */
export interface LazyScan
  extends Pick<CtScan, 'patient' | 'name' | 'depth' | 'spacing' | 'affine' | 'isUneven' | 'slicePlaces'> {
  /** All files of the scan. */
  readonly files: readonly FoundFile[];
  readonly unit: CtSlice['unit'];
  /** Options that change how the same files are read, and so belong to the fingerprint. */
  readonly reading?: unknown;
  /** Names a slice within the scan. */
  sliceName(index: number): string;
  /** Reads a slice; the index is within range. */
  readPixels(index: number): Promise<SlicePixels>;
}

/** Makes a scan whose slices are read on demand. */
export async function lazyScan(scan: LazyScan): Promise<CtScan> {
  const { patient, name, depth, spacing, affine = null, isUneven = false, slicePlaces, unit } = scan;
  const readSlice = async (index: number): Promise<CtSlice> => {
    if (!(Number.isInteger(index) && index >= 0 && index < depth))
      throw invalidOption(`readSlice of ${name}`, 'index', `a whole number from 0 to ${depth - 1}`, index);
    return { patient, name: `${name}/${scan.sliceName(index)}`, unit, ...(await scan.readPixels(index)) };
  };
  const uneven = { isUneven, ...(slicePlaces && { slicePlaces }) };
  return { patient, name, depth, spacing, affine, ...uneven, fingerprint: await fingerprint(scan), readSlice };
}

/** Hashes names, sizes and modification times, and how the files are read. */
async function fingerprint({ files, reading = null }: LazyScan): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(reading));
  for (const file of files) hash.update(`${file.name}\n${(await file.describe()).stamp}\n`);
  return hash.digest('hex').slice(0, 16);
}
