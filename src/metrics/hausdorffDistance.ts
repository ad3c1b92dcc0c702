import type { Mask } from './mask';
import { measureSurfaces } from './surfaceDistances';

/**
 * Hausdorff distance in mm: the longest way from a point of either surface to the other surface; see {@link surfaceDistances} for the
 * definitions, and for all distances at the cost of one.
 *
 * @throws RangeError if shapes or spacings differ, or the spacing is not known
 */
export function hausdorffDistance(truth: Mask, prediction: Mask): number {
  return measureSurfaces('hausdorffDistance', truth, prediction).hausdorffDistance;
}
