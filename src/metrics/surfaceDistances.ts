import { type Mask, requireSameGrid, requireSpacing, type ZYX } from './mask';
import { percentile } from './percentile';
import { commonBox, crop } from './surface/box';
import { nearestDistances } from './surface/nearestDistances';
import { surfaceVoxels } from './surface/surfaceVoxels';

/** How far the surfaces of two masks are apart, in mm; smaller is better, 0 is perfect. */
export interface SurfaceDistances {
  /** The longest way from a point of either surface to the other surface (Hausdorff distance, maximum symmetric distance). */
  hausdorffDistance: number;
  /** The larger of the 95th percentiles of the ways from either surface to the other, linear between two ways. */
  hausdorff95: number;
  /** Mean of all ways from either surface to the other, each way counting the same (ASSD). */
  averageSymmetricSurfaceDistance: number;
}

/**
 * Distances between the surfaces of the true mask and the predicted one, in two or three dimensions.
 *
 * A voxel is on the surface if one of its 6 neighbours (a pixel: of its 4) is outside the mask; all is outside beyond the
 * array. Distances are Euclidean, between centres, and exact. If both masks are empty all are 0, if exactly one is they
 * are NaN. The time is linear in the voxels; the memory is that of the box that holds both masks, about 3 bytes a voxel.
 *
 * @throws RangeError if shapes or spacings differ, or the spacing is not known
 */
export function surfaceDistances(truth: Mask, prediction: Mask): SurfaceDistances {
  return measureSurfaces('surfaceDistances', truth, prediction);
}

/** The same in the name of another function. */
export function measureSurfaces(owner: string, truth: Mask, prediction: Mask): SurfaceDistances {
  requireSameGrid(owner, truth, prediction);
  const steps = requireSpacing(owner, 'truth', truth);
  const spacing: ZYX = [steps.at(-3) ?? 1, steps.at(-2)!, steps.at(-1)!];
  const box = commonBox([truth, prediction]);
  if (!box) return all(0);
  const [a, b] = [truth, prediction].map((mask) => surfaceVoxels(crop(mask, box), box.shape, mask.shape.length === 2));
  if (a!.length === 0 || b!.length === 0) return all(Number.NaN);
  const there = nearestDistances(a!, b!, box.shape, spacing).sort();
  const back = nearestDistances(b!, a!, box.shape, spacing).sort();
  const sum = (ways: Float64Array) => ways.reduce((total, way) => total + way, 0);
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
