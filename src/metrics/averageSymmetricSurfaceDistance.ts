import type { Mask } from './mask';
import { measureSurfaces } from './surfaceDistances';

/**
 * Average symmetric surface distance (ASSD) in mm: the mean of all ways from either surface to the other; see {@link surfaceDistances} for the
 * definitions, and for all distances at the cost of one.
 *
 * @throws RangeError if shapes or spacings differ, or the spacing is not known
 */
export function averageSymmetricSurfaceDistance(truth: Mask, prediction: Mask): number {
  return measureSurfaces('averageSymmetricSurfaceDistance', truth, prediction).averageSymmetricSurfaceDistance;
}
