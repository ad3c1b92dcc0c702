import type { CtScan } from './dataSet';
import { middleSlices } from './middleSlices';

/**
 * Hashes the histogram of a scan's two middle slices: equal for copies of a scan, even if they are flipped or
 * reordered. Returns `null` for constant slices, which identify nothing. Each scan is read once.
 */
export const contentHash = async (scan: CtScan): Promise<string | null> => (await middleSlices(scan)).hash;
