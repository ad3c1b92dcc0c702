import { invalidOption } from '../utils/errors';
import { countInside, type Mask, requireMask, requireSpacing } from './mask';

/**
 * Volume of a mask in ml: its voxels times the product of the spacing in mm, divided by 1000.
 *
 * @throws RangeError if the mask is a picture, or the spacing is not known
 */
export function volumeMl(mask: Mask): number {
  requireMask('volumeMl', 'mask', mask);
  if (mask.shape.length !== 3)
    throw invalidOption('volumeMl', 'mask.shape', '[depth, height, width], as a picture has no volume', mask.shape);
  return countInside(mask.data) * voxelMl(requireSpacing('volumeMl', 'mask', mask));
}

/** Volume of one voxel in ml. */
export const voxelMl = (spacing: readonly number[]): number =>
  spacing.reduce((product, step) => product * step, 1) / 1000;
