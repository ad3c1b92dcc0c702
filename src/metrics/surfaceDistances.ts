import { requireKnown } from '../utils/check';
import type { Mask } from './mask';
import { percentile } from './percentile';
import { type Ways, waysBetween } from './surface/waysBetween';

/** Distances between the surfaces of two masks, in mm; smaller is better, 0 is perfect. */
export interface SurfaceDistances {
  /** Hausdorff distance (maximum symmetric surface distance). */
  hausdorffDistance: number;
  /** 95th percentile Hausdorff distance: the larger of the percentiles in both directions, linearly interpolated. */
  hausdorff95: number;
  /** Average symmetric surface distance (ASSD): the mean over the distances in both directions. */
  averageSymmetricSurfaceDistance: number;
}

/** Options of {@link surfaceDistances}. */
export interface SurfaceOptions {
  /**
   * Whether a mask that the end of the scan cuts off has no surface there, as in CHAOS's own scores. @defaultValue
   * `false`
   */
  openEnds?: boolean;
}

/**
 * Computes the distances between the surfaces of ground truth and prediction, in two or three dimensions.
 *
 * A voxel is on the surface if one of its 6 neighbours (a pixel: of its 4) is outside the mask, or outside the array
 * unless `openEnds` is set. Distances are Euclidean, between voxel centres, and exact. If both masks are empty, all
 * distances are 0; if exactly one is, they are NaN. The time is linear in the number of voxels; the memory is about 3
 * bytes per voxel of the box around both masks. On sheared grids (a tilted gantry), which an `affine` describes, a k-d tree finds the nearest surface.
 * Options: {@link SurfaceOptions}.
 *
 * @throws OptionError if shapes or spacings differ, or the spacing is unknown
 * @example
 * ```ts
 * import { surfaceDistances } from 'msa-unet';
 *
 * const truth = { data: [1, 1, 0, 0], shape: [1, 4], spacing: [0.8, 0.8] };
 * const prediction = { ...truth, data: [1, 1, 1, 1] };
 * console.log(surfaceDistances(truth, prediction).hausdorffDistance); // 1.6
 * ```
 */
export function surfaceDistances(truth: Mask, prediction: Mask, options: SurfaceOptions = {}): SurfaceDistances {
  return measureSurfaces('surfaceDistances', truth, prediction, options);
}

/** {@link surfaceDistances} with the name of the caller for error messages. */
export function measureSurfaces(
  owner: string,
  truth: Mask,
  prediction: Mask,
  { openEnds = false, ...others }: SurfaceOptions,
): SurfaceDistances {
  requireKnown<SurfaceOptions>(owner, others, { openEnds });
  return distancesOf(waysBetween(owner, truth, prediction, openEnds));
}

/** Summarises the ways between two surfaces, and sorts them. */
export function distancesOf(ways: Ways | null): SurfaceDistances {
  if (!ways) return all(Number.NaN);
  const [there, back] = ways.map((distances) => distances.sort()) as [Float64Array, Float64Array];
  if (there.length === 0) return all(0);
  const sum = (distances: Float64Array) => distances.reduce((total, distance) => total + distance, 0);
  return {
    hausdorffDistance: Math.max(there.at(-1)!, back.at(-1)!),
    hausdorff95: Math.max(percentile(there, 0.95), percentile(back, 0.95)),
    averageSymmetricSurfaceDistance: (sum(there) + sum(back)) / (there.length + back.length),
  };
}

const all = (mm: number): SurfaceDistances => ({
  hausdorffDistance: mm,
  hausdorff95: mm,
  averageSymmetricSurfaceDistance: mm,
});
