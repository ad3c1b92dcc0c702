import { invalidOption } from '../utils/errors';
import { countInside, type Mask, requireMask, requireSpacing } from './mask';

/**
 * Computes the volume of a mask in ml from its voxels and their spacing.
 *
 * @throws OptionError if the mask is two-dimensional, or the spacing is unknown
 * @example
 * ```ts
 * import { volumeMl } from 'msa-unet';
 *
 * const liver = { data: new Uint8Array(10 * 100 * 100).fill(1), shape: [10, 100, 100], spacing: [5, 0.8, 0.8] };
 * console.log(volumeMl(liver).toFixed(0)); // 320
 * ```
 */
export function volumeMl(mask: Mask): number {
  requireMask('volumeMl', 'mask', mask);
  if (mask.shape.length !== 3)
    throw invalidOption('volumeMl', 'mask.shape', '[depth, height, width], as a picture has no volume', mask.shape);
  return countInside(mask.data) * voxelMl(requireSpacing('volumeMl', 'mask', mask));
}

/** Computes the volume of one voxel in ml. */
export const voxelMl = (spacing: readonly number[]): number =>
  spacing.reduce((product, step) => product * step, 1) / 1000;
