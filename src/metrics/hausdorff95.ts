import type { Mask } from './mask';
import { measureSurfaces } from './surfaceDistances';

/**
 * 95th percentile Hausdorff distance in mm: the larger of the 95th percentiles of the ways from either surface to the other; see {@link surfaceDistances} for the
 * definitions, and for all distances at the cost of one.
 *
 * @throws RangeError if shapes or spacings differ, or the spacing is not known
 */
export function hausdorff95(truth: Mask, prediction: Mask): number {
  return measureSurfaces('hausdorff95', truth, prediction).hausdorff95;
}
