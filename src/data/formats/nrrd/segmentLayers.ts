import { undrawn } from '../../labels/maskCodes';
import { type Grid, reorient } from '../../orientation';
import type { Segment } from '../../segments/segment';
import type { Volume, VoxelArray } from '../../volume';

/** The voxels of a mask whose segments overlap, as 3D Slicer stores them. */
export interface SegmentLayers {
  /** For every voxel, its label in each layer. */
  readonly data: VoxelArray;
  /** Number of layers. */
  readonly count: number;
  /** Layer of each label value. */
  readonly layerOf: ReadonlyMap<number, number>;
}

/**
 * Splits a mask whose codes say that segments overlap into layers: each segment goes into the first in which it overlaps
 * nothing. Voxels that nobody has drawn keep their number, in the first layer.
 *
 * @param grid the numbers of the mask, in the axes of the file
 * @returns `null` for a mask without codes or names, or whose segments do not overlap
 */
export function segmentLayers({ codes, segments, storedAs, affine, shape }: Volume, grid: Grid): SegmentLayers | null {
  if (!codes || !segments) return null;
  const present = [...new Set(codes)].filter((code) => code !== undrawn);
  if (present.every((code) => (code & (code - 1)) === 0)) return null;
  const layers = layersOf(segments, present);
  const count = Math.max(...layers) + 1;
  if (count === 1) return null;
  const [depth, height, width] = shape;
  const stored = reorient({ data: codes, size: [width, height, depth], affine }, storedAs).data;
  return {
    data: drawn(grid.data, stored, segments, layers),
    count,
    layerOf: new Map(segments.map(({ value }, i) => [value, layers[i]!])),
  };
}

/** Layer of each segment, by the codes that voxels have. */
function layersOf(segments: readonly Segment[], present: readonly number[]): number[] {
  const taken: number[] = []; // bits of the segments of each layer
  return segments.map((_, index) => {
    const bit = 1 << index;
    const others = present.reduce((bits, code) => (code & bit ? bits | code : bits), 0);
    const free = taken.findIndex((bits) => (bits & others) === 0);
    const layer = free < 0 ? taken.length : free;
    taken[layer] = (taken[layer] ?? 0) | bit;
    return layer;
  });
}

function drawn(
  numbers: VoxelArray,
  codes: Uint8Array,
  segments: readonly Segment[],
  layers: readonly number[],
): VoxelArray {
  const count = Math.max(...layers) + 1;
  const highest = segments.reduce((most, { value }) => Math.max(most, value), 0);
  const Own = numbers.constructor as new (length: number) => VoxelArray;
  const fits = new Own(1).fill(highest)[0] === highest;
  const data = new (fits ? Own : Int32Array)(numbers.length * count);
  for (let voxel = 0, at = 0; voxel < numbers.length; voxel++, at += count) {
    const code = codes[voxel]!;
    if (code === undrawn) data[at] = numbers[voxel]!;
    else if (code !== 0)
      for (const [index, { value }] of segments.entries()) if (code & (1 << index)) data[at + layers[index]!] = value;
  }
  return data;
}
