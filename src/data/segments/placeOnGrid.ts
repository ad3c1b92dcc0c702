import { farthestCorners } from '../../utils/farthestCorners';
import { CtFileError } from '../ctFileError';
import { indicesOf } from '../indicesOf';
import { unevenness } from '../unevenness';
import type { Vector } from '../vector';
import type { Affine, AffineRow, Volume, VolumeHeader, VoxelArray } from '../volume';
import { isUnitStep } from './isUnitStep';
import { requireAllInside } from './requireAllInside';
import { resampleMask } from './resampleMask';

/** Maximum distance between voxels that coincide, in steps of the grid, as headers are rounded. */
const tolerance = 0.1;

/**
 * Places a mask whose voxels coincide with some of a scan's on the scan's grid; the rest is background. The axes may
 * run in other directions.
 *
 * @throws CtFileError if the voxels lie between those of the scan or have another size, or labels lie outside it
 */
export function placeOnGrid(mask: Volume, grid: VolumeHeader): Volume {
  const { shape, spacing, affine, storedAs } = grid;
  const { codes } = mask;
  const indices = indicesOnGrid(mask, grid);
  return {
    ...mask,
    ...unevenness(grid),
    ...{ data: moved(mask, indices, grid), shape, spacing, affine, storedAs },
    ...(codes && { codes: moved({ ...mask, data: codes }, indices, grid) }),
  };
}

/**
 * Computes the map from the mask's indices to the grid's, by the headers alone.
 *
 * @throws CtFileError if the voxels lie between those of the scan or have another size
 */
export function indicesOnGrid(mask: VolumeHeader, grid: VolumeHeader): Affine {
  const indices = nearestOn(mask.affine, grid.affine);
  const apart = farthestCorners(mask.shape, mask.affine, combined(grid.affine, indices));
  if (!(apart <= tolerance * Math.min(...grid.spacing))) throw apartError(mask, grid, apart);
  if (!areNeighbours(indices, mask.shape)) throw sizeError(mask, grid);
  return indices;
}

/** Map from the mask's indices to the grid's, rounded to whole voxels. */
function nearestOn(mask: Affine, grid: Affine): Affine {
  const indices = indicesOf(grid);
  const corner = (x: number, y: number, z: number): Vector => [
    mask[0][0] * x + mask[0][1] * y + mask[0][2] * z + mask[0][3],
    mask[1][0] * x + mask[1][1] * y + mask[1][2] * z + mask[1][3],
    mask[2][0] * x + mask[2][1] * y + mask[2][2] * z + mask[2][3],
  ];
  const [origin, x, y, z] = [corner(0, 0, 0), corner(1, 0, 0), corner(0, 1, 0), corner(0, 0, 1)].map(indices);
  const row = (axis: 0 | 1 | 2): AffineRow => {
    const step = (to: Vector | undefined) => Math.round(to![axis] - origin![axis]);
    return [step(x), step(y), step(z), Math.round(origin![axis])];
  };
  return [row(0), row(1), row(2)];
}

/** Whether neighbouring voxels of the mask are neighbours on the grid, so that none of the grid's lie between them. */
function areNeighbours([toX, toY, toZ]: Affine, shape: VolumeHeader['shape']): boolean {
  const columns = [0, 1, 2] as const;
  return columns.every((column) => shape[2 - column] === 1 || isUnitStep([toX[column], toY[column], toZ[column]]));
}

/** Map of the mask's indices to mm by way of the grid's. */
function combined(grid: Affine, indices: Affine): Affine {
  const row = (axis: 0 | 1 | 2): AffineRow => {
    const [x, y, z, offset] = grid[axis];
    const at = (column: 0 | 1 | 2 | 3) => x * indices[0][column] + y * indices[1][column] + z * indices[2][column];
    return [at(0), at(1), at(2), at(3) + offset];
  };
  return [row(0), row(1), row(2)];
}

function moved<Voxels extends VoxelArray>(
  mask: Volume & { readonly data: Voxels },
  [toX, toY, toZ]: Affine,
  grid: VolumeHeader,
): Voxels {
  const [depth, height, width] = grid.shape;
  const [slices, rows, columns] = mask.shape;
  const Labels = mask.data.constructor as new (length: number) => Voxels;
  const data = new Labels(depth * height * width);
  let outside = 0;
  for (let z = 0, source = 0; z < slices; z++)
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++, source++) {
        const label = mask.data[source]!;
        if (label === 0) continue;
        const gridX = toX[0] * x + toX[1] * y + toX[2] * z + toX[3];
        const gridY = toY[0] * x + toY[1] * y + toY[2] * z + toY[3];
        const gridZ = toZ[0] * x + toZ[1] * y + toZ[2] * z + toZ[3];
        const isInside = gridX >= 0 && gridX < width && gridY >= 0 && gridY < height && gridZ >= 0 && gridZ < depth;
        if (isInside) data[(gridZ * height + gridY) * width + gridX] = label;
        else outside++;
      }
  requireAllInside(outside, mask.source, grid.source);
  return data;
}

function apartError(mask: VolumeHeader, grid: VolumeHeader, apart: number): CtFileError {
  return new CtFileError(
    mask.source,
    `the voxels of the mask (${sizeText(mask)}) lie up to ${apart.toFixed(1)} mm away from those of the scan ${grid.source} (${sizeText(grid)})`,
    { fix: [resampleMask] },
  );
}

function sizeError(mask: VolumeHeader, grid: VolumeHeader): CtFileError {
  return new CtFileError(
    mask.source,
    `the voxels of the mask (${sizeText(mask)}) differ in size from those of the scan ${grid.source} (${sizeText(grid)})`,
    { fix: [resampleMask] },
  );
}

const sizeText = ({ shape, spacing }: VolumeHeader) =>
  `${shape.join(' × ')} voxels of ${spacing.map((mm) => Number(mm.toFixed(3))).join(' × ')} mm`;
