import type { Mask } from './mask';
import { measureSurfaces, type SurfaceOptions } from './surfaceDistances';

/**
 * Computes the average symmetric surface distance (ASSD) in mm: the mean distance from either surface to the other.
 *
 * See {@link surfaceDistances} for the definitions, and to compute all distances at the cost of one. Options:
 * {@link SurfaceOptions}.
 *
 * @throws OptionError if shapes or spacings differ, or the spacing is unknown
 * @example
 * ```ts
 * import { averageSymmetricSurfaceDistance } from 'msa-unet';
 *
 * const truth = { data: [1, 1, 0, 0], shape: [1, 4], spacing: [0.8, 0.8] };
 * const prediction = { ...truth, data: [1, 1, 1, 0] };
 * console.log(averageSymmetricSurfaceDistance(truth, prediction, options).toFixed(2)); // 0.16
 * ```
 */
export function averageSymmetricSurfaceDistance(truth: Mask, prediction: Mask, options: SurfaceOptions = {}): number {
  return measureSurfaces('averageSymmetricSurfaceDistance', truth, prediction, options).averageSymmetricSurfaceDistance;
}
