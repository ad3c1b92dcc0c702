import { axisCodes, type Geometry, type Grid, reorient, reorientGeometry, stepLengths } from './orientation';
import type { Volume, VolumeHeader, VoxelArray, VoxelKind } from './volume';

/** Converts a stored grid to the library's orientation. */
export function toVolume(grid: Grid, kind: VoxelKind, source: string): Volume {
  return { data: reorient<VoxelArray>(grid, 'LPS').data, ...toVolumeHeader(grid, kind, source) };
}

/** Converts the geometry of a grid whose voxels have not been read. */
export function toVolumeHeader(geometry: Geometry, kind: VoxelKind, source: string): VolumeHeader {
  const { size, affine } = reorientGeometry(geometry, 'LPS');
  const [x, y, z] = stepLengths(affine);
  const [width, height, depth] = size;
  return {
    shape: [depth, height, width],
    spacing: [z, y, x],
    affine,
    kind,
    storedAs: axisCodes(geometry.affine),
    source,
  };
}

/** Converts a volume back to the grid of its source file, for writers. */
export function toStored({ data, shape: [depth, height, width], affine, storedAs }: Volume): Grid {
  return reorient<VoxelArray>({ data, size: [width, height, depth], affine }, storedAs);
}
