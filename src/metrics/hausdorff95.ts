import type { Mask } from './mask';
import { measureSurfaces, type SurfaceOptions } from './surfaceDistances';

/**
 * Computes the 95th percentile Hausdorff distance in mm: the larger of the 95th percentiles of the distances from
 * either surface to the other.
 *
 * See {@link surfaceDistances} for the definitions, and to compute all distances at the cost of one. Options:
 * {@link SurfaceOptions}.
 *
 * @throws OptionError if shapes or spacings differ, or the spacing is unknown
 * @example
 * ```ts
 * import { hausdorff95 } from 'msa-unet';
 *
 * const truth = { data: [1, 1, 0, 0], shape: [1, 4], spacing: [0.8, 0.8] };
 * const prediction = { ...truth, data: [1, 1, 1, 0] };
 * console.log(hausdorff95(truth, prediction, options).toFixed(2)); // 0.72
 * ```
 */
export function hausdorff95(truth: Mask, prediction: Mask, options: SurfaceOptions = {}): number {
  return measureSurfaces('hausdorff95', truth, prediction, options).hausdorff95;
}
