import { invalidOption } from '../utils/errors';
import { determinantOf } from './grid';
import { countInside, type Mask, requireMask, requireSpacing } from './mask';

/**
 * Computes the volume of a mask in ml from its voxels and their size: the determinant of the affine, or the product of
 * the spacing for masks without one.
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
  requireSpacing('volumeMl', 'mask', mask);
  return countInside(mask.data) * voxelMl(mask);
}

/** Computes the volume of one voxel in ml; of a pixel with 1 mm of thickness. NaN without a spacing. */
export function voxelMl({ spacing, affine }: Pick<Mask, 'spacing' | 'affine'>): number {
  if (!spacing) return Number.NaN;
  return (affine ? Math.abs(determinantOf(affine)) : spacing.reduce((product, step) => product * step, 1)) / 1000;
}
