import { requireKnown } from '../utils/check';
import { shearedSteps } from './grid';
import { type Mask, requireSameGrid, requireSpacing, type ZYX } from './mask';
import { percentile } from './percentile';
import { type Box, commonBox, crop } from './surface/box';
import { nearestDistances } from './surface/nearestDistances';
import { nearestInSpace } from './surface/nearestInSpace';
import { type Beyond, surfaceVoxels } from './surface/surfaceVoxels';

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
  requireSameGrid(owner, truth, prediction);
  const steps = requireSpacing(owner, 'truth', truth);
  const spacing: ZYX = [steps.at(-3) ?? 1, steps.at(-2)!, steps.at(-1)!];
  const box = commonBox([truth, prediction]);
  if (!box) return all(0);
  const beyond = beyondBox(box, truth.shape, openEnds);
  const [own, other] = [crop(truth, box), crop(prediction, box)];
  const [a, b] = [own, other].map((inside) => surfaceVoxels(inside, box.shape, beyond));
  // Without a surface, a mask is empty or fills an array with open ends.
  if (a!.length + b!.length === 0) return all(own[0] === other[0] ? 0 : Number.NaN);
  if (a!.length === 0 || b!.length === 0) return all(Number.NaN);
  const sheared = shearedSteps(truth) ?? shearedSteps(prediction);
  const distances = (from: Uint32Array, to: Uint32Array) =>
    sheared ? nearestInSpace(from, to, box.shape, sheared) : nearestDistances(from, to, box.shape, spacing);
  const there = distances(a!, b!).sort();
  const back = distances(b!, a!).sort();
  const sum = (ways: Float64Array) => ways.reduce((total, way) => total + way, 0);
  return {
    hausdorffDistance: Math.max(there.at(-1)!, back.at(-1)!),
    hausdorff95: Math.max(percentile(there, 0.95), percentile(back, 0.95)),
    averageSymmetricSurfaceDistance: (sum(there) + sum(back)) / (there.length + back.length),
  };
}

/** What counts as inside beyond the box: nothing, unless the box ends with the array and its ends are open. */
function beyondBox({ start, shape }: Box, whole: readonly number[], openEnds: boolean): Beyond {
  const isOpen = (axis: 0 | 1 | 2, isEnd: boolean) => Number((axis === 0 && whole.length === 2) || (openEnds && isEnd));
  const low = (axis: 0 | 1 | 2) => isOpen(axis, start[axis] === 0);
  const high = (axis: 0 | 1 | 2) => isOpen(axis, start[axis] + shape[axis] === (whole.at(axis - 3) ?? 1));
  return { low: [low(0), low(1), low(2)], high: [high(0), high(1), high(2)] };
}

const all = (mm: number): SurfaceDistances => ({
  hausdorffDistance: mm,
  hausdorff95: mm,
  averageSymmetricSurfaceDistance: mm,
});
