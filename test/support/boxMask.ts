import type { Mask } from '../../src/metrics/mask';

type Range = readonly [first: number, last: number];

/** A mask that is 1 in a box, whose ranges are those of the axes in the order of `shape`, the ends included. */
export function boxMask(shape: readonly number[], spacing: readonly number[] | null, box: readonly Range[]): Mask {
  const data = new Uint8Array(shape.reduce((product, length) => product * length, 1));
  for (let i = 0; i < data.length; i++) {
    let rest = i;
    let inside = box.length > 0;
    for (let axis = shape.length - 1; axis >= 0 && inside; axis--) {
      const at = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
      inside = at >= box[axis]![0] && at <= box[axis]![1];
    }
    data[i] = inside ? 1 : 0;
  }
  return { data, shape, spacing };
}

/** A mask without a voxel. */
export const emptyMask = (shape: readonly number[], spacing: readonly number[] | null): Mask =>
  boxMask(shape, spacing, []);

/** The pairs of masks whose figures the specification works out by hand. */
export const workedPairs = {
  'two squares, shifted': {
    truth: boxMask(
      [16, 16],
      [0.5, 0.5],
      [
        [3, 12],
        [3, 12],
      ],
    ),
    prediction: boxMask(
      [16, 16],
      [0.5, 0.5],
      [
        [3, 12],
        [5, 14],
      ],
    ),
    distances: { hausdorffDistance: 1, hausdorff95: 1, averageSymmetricSurfaceDistance: 0.5 },
    volume: 0,
  },
  'a square and a smaller one': {
    truth: boxMask(
      [16, 16],
      [1, 1],
      [
        [3, 12],
        [3, 12],
      ],
    ),
    prediction: boxMask(
      [16, 16],
      [1, 1],
      [
        [4, 11],
        [4, 10],
      ],
    ),
    distances: { hausdorffDistance: 2.236068, hausdorff95: 2.059017, averageSymmetricSurfaceDistance: 1.292403 },
    volume: -44,
  },
  'one slice and two': {
    truth: boxMask(
      [3, 8, 8],
      [2, 1, 1],
      [
        [1, 1],
        [2, 5],
        [2, 5],
      ],
    ),
    prediction: boxMask(
      [3, 8, 8],
      [2, 1, 1],
      [
        [1, 2],
        [2, 5],
        [2, 5],
      ],
    ),
    distances: { hausdorffDistance: 2, hausdorff95: 2, averageSymmetricSurfaceDistance: 2 / 3 },
    volume: 100,
  },
  'two voxels far apart': {
    truth: boxMask(
      [2, 8, 8],
      [12, 1, 1],
      [
        [0, 0],
        [1, 1],
        [1, 1],
      ],
    ),
    prediction: boxMask(
      [2, 8, 8],
      [12, 1, 1],
      [
        [1, 1],
        [4, 4],
        [5, 5],
      ],
    ),
    distances: { hausdorffDistance: 13, hausdorff95: 13, averageSymmetricSurfaceDistance: 13 },
    volume: 0,
  },
} as const;
