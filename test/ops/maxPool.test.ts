import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { type MaxPoolOptions, maxPool } from '../../src/ops/maxPool';
import { forEachBackend, onCpu } from '../support/backends';
import {
  differentiate,
  expectClose,
  expectGradients,
  randomTensor,
  randomValues,
  read,
  type Values,
} from '../support/gradients';
import { expectNoLeaks } from '../support/leaks';

const cases: { shape: number[]; options: MaxPoolOptions }[] = [
  { shape: [2, 4, 6, 3], options: { poolSize: 2 } },
  { shape: [2, 5, 7, 4], options: { poolSize: 2 } },
  { shape: [2, 5, 7, 3], options: { poolSize: 2, padding: 'same' } },
  { shape: [2, 9, 6, 3], options: { poolSize: 4, padding: 'same' } },
  { shape: [2, 5, 9, 2], options: { poolSize: 8, padding: 'same' } },
  { shape: [2, 7, 6, 3], options: { poolSize: 3, stride: 2, padding: 'same' } },
  { shape: [2, 7, 6, 3], options: { poolSize: 3, stride: 1 } },
  { shape: [2, 7, 6, 3], options: { poolSize: 3, stride: 2, padding: 'symmetric' } },
  { shape: [2, 8, 6, 3], options: { poolSize: 5, stride: 3, padding: 'symmetric' } },
  { shape: [2, 7, 5, 3], options: { poolSize: 1, stride: 2, padding: 'same' } },
];
const pool = (options: MaxPoolOptions) => (x: tf.Tensor4D) => maxPool(x, options);
const negative = ({ shape, values }: Values) => ({ shape, values: values.map((v) => v - 2) });

forEachBackend((name) => {
  describe('maxPool', () => {
    it.each(cases)('equals tf.maxPool: $shape, $options', async ({ shape, options }) => {
      const { values } = randomValues(shape);
      const { poolSize, stride = poolSize, padding = 'valid' } = options;
      const [ours, theirs] = await read(() => {
        const x = tf.tensor4d(values, shape as [number, number, number, number]);
        if (padding !== 'symmetric') return [maxPool(x, options), tf.maxPool(x, poolSize, stride, padding)];
        const reach = (poolSize - 1) / 2;
        const around: [number, number] = [reach, reach];
        const padded = x.pad<tf.Tensor4D>([[0, 0], around, around, [0, 0]], -9);
        return [maxPool(x, options), tf.maxPool(padded, poolSize, stride, 'valid')];
      });
      expect(ours).toEqual(theirs);
    });

    it.each(cases)('gives the gradient to the maximum of each window: $shape, $options', async ({ shape, options }) => {
      for (const x of [randomValues(shape), negative(randomValues(shape))]) {
        const { value, dy, gradients } = await differentiate(pool(options), [x]);
        const expected = new Float64Array(x.values.length); // all values differ: each maximum has one place
        value.forEach((maximum, i) => {
          const channel = i % shape[3]!;
          const image = Math.floor(i / (value.length / shape[0]!));
          const at = x.values.findIndex(
            (v, k) =>
              v === maximum && k % shape[3]! === channel && Math.floor(k / (x.values.length / shape[0]!)) === image,
          );
          expected[at]! += dy.values[i]!;
        });
        expectClose(gradients[0]!, expected, 1e-6);
      }
    });

    it.each<MaxPoolOptions>([
      { poolSize: 2 },
      { poolSize: 3, stride: 2, padding: 'same' },
      { poolSize: 8, padding: 'same' },
    ])(
      'has the gradient that it has on cpu on large maps too, which TensorFlow pools by another kernel: %o',
      async (options) => {
        const gradient = () => {
          const x = randomTensor<tf.Tensor4D>([1, 53, 41, 12]);
          return tf.grad((map) => maxPool(map as tf.Tensor4D, options))(x, randomTensor(maxPool(x, options).shape, 2));
        };
        const [dx] = await read(gradient);
        expectClose(dx!, await onCpu(gradient), 1e-6);
      },
    );

    it('agrees with finite differences where windows overlap', async () => {
      await expectGradients(pool({ poolSize: 3, stride: 2, padding: 'same' }), [randomValues([2, 5, 4, 2])]);
    });

    it('gives the gradient of a tie to one maximum, the first', async () => {
      const x = {
        shape: [2, 2, 4, 1],
        values: Float32Array.of(0, 0, 1, 2, 0, 0, 2, 2, -1, -1, -3, -2, -1, -1, -2, -3),
      };
      const { dy, gradients } = await differentiate(pool({ poolSize: 2 }), [x]);
      const [a, b, c, d] = [...dy.values] as [number, number, number, number];
      const first = [a, 0, 0, b, 0, 0, 0, 0, c, 0, 0, d, 0, 0, 0, 0];
      expectClose(gradients[0]!, first, 1e-6);
    });

    it('keeps the gradient of windows below 0, which tf.maxPool loses on WASM', async () => {
      const x = negative(randomValues([2, 4, 4, 3]));
      const total = (gradient: Float32Array) => gradient.reduce((sum, g) => sum + g, 0);
      const gradientOf = async (f: (x: tf.Tensor4D) => tf.Tensor) => {
        const { dy, gradients } = await differentiate(f, [x]);
        return total(gradients[0]!) - total(dy.values);
      };
      expect(await gradientOf(pool({ poolSize: 2 }))).toBeCloseTo(0, 5);
      if (name === 'wasm') expect(await gradientOf((map) => tf.maxPool(map, 2, 2, 'valid'))).not.toBeCloseTo(0, 1);
    });

    it('leaves no memory behind', () => {
      expectNoLeaks(pool({ poolSize: 3, stride: 2, padding: 'same' }), [randomValues([2, 5, 4, 3])]);
    });

    it.each([
      [{ poolSize: 0 }, 'maxPool: `poolSize` must be a positive integer; received 0'],
      [{ poolSize: 2, stride: 1.5 }, 'maxPool: `stride` must be a positive integer; received 1.5'],
      [
        { poolSize: 2, padding: 'symmetric' as const },
        'maxPool: `padding` must be same or valid with a `poolSize` of 2; received "symmetric"',
      ],
      [
        { poolSize: 2, padding: 'full' as 'same' },
        'maxPool: `padding` must be one of same, valid, symmetric; received "full"',
      ],
      [{ poolSize: 8 }, "maxPool: a window of 8×8 does not fit a map of 4×4; use padding 'same'"],
    ])('refuses %j', (options, message) => {
      expect(() => tf.tidy(() => maxPool(tf.zeros([1, 4, 4, 1]), options))).toThrow(new RangeError(message));
    });
  });
});
