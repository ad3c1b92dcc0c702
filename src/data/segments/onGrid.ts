import { farthestCorners } from '../../utils/farthestCorners';
import { CtFileError } from '../ctFileError';
import type { OpenVolume } from '../openVolume';
import { unevenness } from '../unevenness';
import type { Affine, VolumeHeader } from '../volume';
import { indicesOnGrid, placeOnGrid } from './placeOnGrid';
import { resampleMask } from './resampleMask';

/** Maximum distance between corners in voxels, as headers are rounded. */
const tolerance = 0.1;

/**
 * Places an opened mask on the grid of its scan. A mask of the scan's shape must lie where the scan does. One of another
 * shape is placed by {@link placeOnGrid}; unless it has named segments, it must lie inside the scan.
 *
 * @param grid the scan; without it, and for scans, returns the volume as it is
 * @throws CtFileError if the voxels do not coincide
 */
export function onGrid(mask: OpenVolume, grid: VolumeHeader | null | undefined): OpenVolume {
  const { header } = mask;
  if (!grid || header.kind !== 'label') return mask;
  if (header.shape.every((length, axis) => length === grid.shape[axis])) {
    requireSamePlace(header, grid);
    return mask;
  }
  const indices = indicesOnGrid(header, grid);
  if (!header.segments) requireInside(header, grid, indices);
  const { shape, spacing, affine, storedAs } = grid;
  return {
    ...mask,
    header: { ...header, ...unevenness(grid), shape, spacing, affine, storedAs },
    readVolume: async () => placeOnGrid(await mask.readVolume(), grid),
    readSlice: null,
  };
}

function requireSamePlace(mask: VolumeHeader, grid: VolumeHeader): void {
  const apart = farthestCorners(grid.shape, grid.affine, mask.affine);
  if (apart <= tolerance * Math.min(...grid.spacing)) return;
  throw new CtFileError(
    mask.source,
    `the labels lie up to ${apart.toFixed(1)} mm away from where their image ${grid.source} lies`,
    {
      fix: [
        resampleMask,
        { action: "if they fit it voxel by voxel all the same, open the pair with `geometry: 'stored'`" },
      ],
    },
  );
}

/** Throws unless the mask covers a part of the scan: a mask of something else must not be cut to fit. */
function requireInside(mask: VolumeHeader, grid: VolumeHeader, indices: Affine): void {
  const isInside = indices.every(([x, y, z, offset], axis) => {
    const [slices, rows, columns] = mask.shape;
    const end = x * (columns - 1) + y * (rows - 1) + z * (slices - 1) + offset;
    const length = grid.shape[2 - axis]!;
    return Math.min(offset, end) >= 0 && Math.max(offset, end) < length;
  });
  if (isInside) return;
  throw new CtFileError(
    mask.source,
    `the labels have ${mask.shape.join('×')} voxels, but their image ${grid.source} has ${grid.shape.join('×')}`,
    { fix: [resampleMask] },
  );
}
