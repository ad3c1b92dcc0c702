import { requireKnown, requireNonNegative } from '../utils/check';
import type { Mask } from './mask';
import { type Ways, waysBetween } from './surface/waysBetween';
import type { SurfaceOptions } from './surfaceDistances';

/** Options of {@link surfaceDice}. */
export interface SurfaceDiceOptions extends SurfaceOptions {
  /** Distance in mm, ≥ 0, up to which surfaces count as the same. */
  tolerance: number;
}

/**
 * Computes the normalised surface Dice (NSD): the share of both surfaces that lies within `tolerance` mm of the other.
 * It is 1 if both masks are empty, and 0 if exactly one is.
 *
 * Surfaces are voxels, as in {@link surfaceDistances} and MONAI's `SurfaceDiceMetric`; DeepMind's code weighs them by
 * their area instead. The tolerance is what two experts would differ by: 2 to 3 mm for organs of the abdomen. Options:
 * {@link SurfaceDiceOptions}.
 *
 * @throws OptionError if shapes or spacings differ, the spacing is unknown, or the tolerance is not a number of at least 0
 * @see Nikolov et al., Deep learning to achieve clinically applicable segmentation, 2018,
 * https://arxiv.org/abs/1809.04430, eq. 4
 * @example
 * ```ts
 * import { surfaceDice } from 'msa-unet';
 *
 * const truth = { data: [1, 1, 0, 0], shape: [1, 4], spacing: [0.8, 0.8] };
 * const prediction = { ...truth, data: [1, 1, 1, 1] };
 * console.log(surfaceDice(truth, prediction, { tolerance: 1 }).toFixed(3)); // 0.833
 * ```
 */
export function surfaceDice(
  truth: Mask,
  prediction: Mask,
  { tolerance, openEnds = false, ...others }: SurfaceDiceOptions,
): number {
  requireKnown<SurfaceDiceOptions>('surfaceDice', others, { tolerance, openEnds });
  requireNonNegative('surfaceDice', 'tolerance', tolerance);
  return shareWithin(waysBetween('surfaceDice', truth, prediction, openEnds), tolerance);
}

/** Share of the ways between two surfaces that are at most `tolerance` mm long. */
export function shareWithin(ways: Ways | null, tolerance: number): number {
  if (!ways) return 0;
  const [there, back] = ways;
  if (there.length === 0) return 1;
  const reach = tolerance + 1e-6; // mm: rounding must not decide where a distance is the tolerance
  const near = (distances: Float64Array) => distances.reduce((count, distance) => count + Number(distance <= reach), 0);
  return (near(there) + near(back)) / (there.length + back.length);
}
