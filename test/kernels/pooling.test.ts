import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { type Pooling, poolingOf } from '../../src/kernels/pooling';

const cases: { sides: [height: number, width: number]; poolSize: number; stride: number }[] = [
  { sides: [6, 4], poolSize: 2, stride: 2 },
  { sides: [7, 5], poolSize: 2, stride: 2 },
  { sides: [7, 6], poolSize: 3, stride: 1 },
  { sides: [8, 7], poolSize: 3, stride: 2 },
  { sides: [9, 6], poolSize: 5, stride: 3 },
  { sides: [5, 7], poolSize: 1, stride: 2 },
];

/** A map of 1, 2, 3 … row by row, so that a window's maximum is its last pixel. */
const ramp = (height: number, width: number) =>
  tf.range(1, height * width + 1).reshape<tf.Tensor4D>([1, height, width, 1]);

/** The maxima of the ramp in the windows that a pooling describes. */
function maxima({ shape, outShape, poolSize, stride, top, left }: Pooling): number[] {
  const [, height, width] = shape as [number, number, number];
  const [, rows, columns] = outShape as [number, number, number];
  const last = (window: number, before: number, length: number) =>
    Math.min(window * stride - before + poolSize, length) - 1;
  return Array.from({ length: rows * columns }, (_, i) => {
    const [y, x] = [last(Math.floor(i / columns), top, height), last(i % columns, left, width)];
    return y * width + x + 1;
  });
}

describe('poolingOf', () => {
  it.each(cases)('lays the windows of tf.maxPool: $sides, $poolSize, stride $stride', async (given) => {
    const { sides, poolSize, stride } = given;
    for (const padding of ['same', 'valid'] as const) {
      const pooling = poolingOf([1, ...sides, 1], { poolSize, stride, padding });
      const expected = tf.tidy(() => tf.maxPool(ramp(...sides), poolSize, stride, padding));
      expect(pooling.outShape).toEqual(expected.shape);
      expect(maxima(pooling)).toEqual([...(await expected.data())]);
      expected.dispose();
    }
  });

  it.each(cases.filter(({ poolSize }) => poolSize % 2 === 1))(
    "lays 'symmetric' windows like 'valid' ones on a map padded on all sides: $sides, $poolSize, stride $stride",
    async ({ sides, poolSize, stride }) => {
      const margin = (poolSize - 1) / 2;
      const pooling = poolingOf([1, ...sides, 1], { poolSize, stride, padding: 'symmetric' });
      const around: [number, number] = [margin, margin];
      const expected = tf.tidy(() =>
        tf.maxPool(ramp(...sides).pad<tf.Tensor4D>([[0, 0], around, around, [0, 0]]), poolSize, stride, 'valid'),
      );
      expect([pooling.top, pooling.left]).toEqual(around);
      expect(pooling.outShape).toEqual(expected.shape);
      expect(maxima(pooling)).toEqual([...(await expected.data())]);
      expected.dispose();
    },
  );

  it('keeps batch and channels', () => {
    const { shape, outShape } = poolingOf([3, 4, 6, 5], { poolSize: 2, stride: 2, padding: 'valid' });
    expect([shape, outShape]).toEqual([
      [3, 4, 6, 5],
      [3, 2, 3, 5],
    ]);
  });
});
