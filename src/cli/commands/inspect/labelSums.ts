import type { CtSlice, LabelTable } from 'msa-unet';

/** Voxels of a label in a scan, and the sum of their values. */
export interface LabelSums {
  voxels: number;
  values: number;
}

/** Code of a pixel that nobody has drawn. */
const undrawn = 255;

/**
 * Adds the labels of a slice to their sums.
 *
 * @returns the number of its pixels in any label
 */
export function addLabels(sums: readonly LabelSums[], { regions }: LabelTable, { values, mask }: CtSlice): number {
  let area = 0;
  const add = (index: number, value: number) => {
    sums[index]!.voxels++;
    sums[index]!.values += value;
  };
  for (let i = 0; i < mask.length; i++) {
    const code = mask[i]!;
    if (code === 0 || code === undrawn) continue;
    area++;
    if (!regions) add(code - 1, values[i]!);
    else for (let index = 0; code >> index > 0; index++) if ((code >> index) & 1) add(index, values[i]!);
  }
  return area;
}
