import { type Volume, volumeMl } from 'msa-unet';

/** Volume of one label of a mask. */
export interface LabelMl {
  readonly name: string;
  readonly ml: number;
}

/** The volume of each label of a mask; without names of labels, that of the liver. */
export function volumesOf(mask: Volume): readonly LabelMl[] {
  const parts = mask.segments ?? [{ name: 'liver', value: null }];
  return parts.map(({ name, value }, i) => ({ name, ml: volumeMl(partOf(mask, value, i)) }));
}

/** A mask for the terminal: its size and the volumes of its labels. */
export function maskText(mask: Volume): string {
  const about = mask.isUneven ? 'approximately ' : '';
  const volumes = volumesOf(mask).map(({ name, ml }) => `${name} ${about}${ml.toFixed(1)} ml`);
  return `${mask.shape.join('×')} voxels, ${volumes.join(', ')}`;
}

/** The mask of one segment. `value` `null`: of all. */
function partOf(mask: Volume, value: number | null, index: number): Volume {
  const { data, codes } = mask;
  if (value === null) return mask;
  const isInside = (_: unknown, i: number) => (codes ? (codes[i]! >> index) & 1 : Number(data[i] === value));
  return { ...mask, data: Uint8Array.from(data, isInside) };
}

/** The note on an empty mask. */
export const noLiver = (threshold = 0.5): string =>
  `no voxel has a probability above ${threshold}. Train the network longer, or check that the scan is in Hounsfield units`;
