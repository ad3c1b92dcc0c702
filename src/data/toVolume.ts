import { axisCodes, type Grid, reorient, stepLengths } from './orientation';
import type { Volume, VoxelArray, VoxelKind } from './volume';

/** Turns a stored grid into the library's orientation. */
export function toVolume(grid: Grid, kind: VoxelKind, source: string): Volume {
  const { data, size, affine } = reorient<VoxelArray>(grid, 'LPS');
  const [x, y, z] = stepLengths(affine);
  const [width, height, depth] = size;
  return {
    data,
    shape: [depth, height, width],
    spacing: [z, y, x],
    affine,
    kind,
    storedAs: axisCodes(grid.affine),
    source,
  };
}

/** The grid as the volume's file stored it, for writers. */
export function toStored({ data, shape: [depth, height, width], affine, storedAs }: Volume): Grid {
  return reorient<VoxelArray>({ data, size: [width, height, depth], affine }, storedAs);
}
