import type { Volume } from './volume';

/** Highest value in HU of a scan's darkest voxels: air is at −1000, fat at −100. */
const darkest = -500;

/** Returns why the values of a scan are unlikely to be Hounsfield units, or `null`; of labels always `null`. */
export function huDoubt({ kind, data }: Pick<Volume, 'kind' | 'data'>): string | null {
  if (kind !== 'hu') return null;
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(low >= darkest)) return null;
  return `no value is below ${darkest}, as air is in Hounsfield units; values from ${low} to ${high} may be in another unit`;
}
