import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WasmBackend } from '../../../../src/kernels/wasm/backend';
import { runsSimd, simdOf } from '../../../../src/kernels/wasm/simd/simdOf';
import { useBackend } from '../../../../src/node/backends/useBackend';
import { batchNormRelu } from '../../../../src/ops/batchNormRelu';
import { channelMoments } from '../../../../src/ops/channelMoments';
import { concatChannels } from '../../../../src/ops/concatChannels';
import { conv2d } from '../../../../src/ops/conv2d';
import { inferConvBatchNormRelu } from '../../../../src/ops/convBatchNormRelu';
import type { Conv2dOptions } from '../../../../src/ops/convolution';
import { maxPool } from '../../../../src/ops/maxPool';
import { onCpu } from '../../../support/backends';

beforeAll(() => useBackend('wasm', { log: null }));

const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);

/** Value and gradients, all in one vector, for a random upstream gradient. */
function everything(f: (...inputs: tf.Tensor4D[]) => tf.Tensor, shapes: number[][]): () => tf.Tensor {
  return () => {
    const inputs = shapes.map((shape, i) => random(shape, i + 1));
    const y = (...all: tf.Tensor[]) => f(...(all as tf.Tensor4D[]));
    const value = y(...inputs);
    const gradients = tf.grads(y)(inputs, random(value.shape, 99));
    return tf.concat([value, ...gradients].map((tensor) => tensor.flatten()));
  };
}

/** That WASM's loops in SIMD give what the plain loops of the cpu backend give, and the same twice. */
async function expectAsOnCpu(compute: () => tf.Tensor): Promise<void> {
  const expected = await onCpu(compute);
  const [first, second] = [tf.tidy(compute), tf.tidy(compute)];
  const values = await first.data();
  expect(await second.data()).toEqual(values);
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  const errors = Array.from(values, (value, i) => Math.abs(value - expected[i]!));
  expect(errors.reduce((largest, error) => Math.max(largest, error)) / scale).toBeLessThan(1e-5);
  tf.dispose([first, second]);
}

it('runs on the wasm backend, and is made once', () => {
  const backend = tf.backend() as tf.KernelBackend & WasmBackend;
  expect(runsSimd()).toBe(true);
  expect(simdOf(backend)).toBe(simdOf(backend));
});

it('stays away from a backend that does not show its memory', () => {
  const { wasm, ...rest } = tf.backend() as tf.KernelBackend & WasmBackend;
  expect(simdOf({ ...rest, wasm: { ...wasm, asm: {} } } as WasmBackend)).toBeNull();
});

it('gives the memory of packed filters back to the heap', () => {
  const [x, filter] = [random([2, 32, 32, 32], 1), random([3, 3, 32, 64], 2)] as [tf.Tensor4D, tf.Tensor4D];
  const { wasm } = tf.backend() as object as { wasm: { HEAPU8: Uint8Array } };
  const step = () =>
    tf.dispose(tf.grads((a: tf.Tensor, b: tf.Tensor) => conv2d(a as tf.Tensor4D, b as tf.Tensor4D))([x, filter]));
  for (let i = 0; i < 5; i++) step();
  const before = wasm.HEAPU8.length;
  for (let i = 0; i < 100; i++) step();
  expect(wasm.HEAPU8.length).toBe(before);
  tf.dispose([x, filter]);
});

describe('convolutions equal the plain loops', () => {
  const pixels = [1, 2, 3, 4, 5, 9];
  it.each(pixels)('on %i columns', (width) =>
    expectAsOnCpu(
      everything(
        (x, w) => conv2d(x, w),
        [
          [2, 3, width, 8],
          [3, 3, 8, 12],
        ],
      ),
    ),
  );

  it.each<[number, number, Conv2dOptions]>([
    [1, 8, {}],
    [4, 4, {}],
    [5, 8, {}],
    [24, 20, { dilation: 2 }],
    [8, 16, { dilation: 8 }],
    [8, 8, { stride: 2 }],
    [3, 16, { stride: 3, padding: 'valid' }],
    [8, 8, { padding: [0, 2, 1, 0] }],
    [8, 8, { activation: 'relu' }],
  ])('of %i channels with %i filters %o', (channels, filters, options) =>
    expectAsOnCpu(
      everything(
        (x, w) => conv2d(x, w, options),
        [
          [2, 7, 9, channels],
          [3, 3, channels, filters],
        ],
      ),
    ),
  );

  it('of one pixel, with a bias', () =>
    expectAsOnCpu(
      everything(
        (x, w, bias) => conv2d(x, w, { bias: bias!.flatten(), activation: 'relu6' }),
        [
          [2, 5, 7, 16],
          [1, 1, 16, 12],
          [1, 1, 1, 12],
        ],
      ),
    ));

  it('over more rows than the filter gradient takes at a time', () =>
    expectAsOnCpu(
      everything(
        (x, w) => conv2d(x, w),
        [
          [1, 40, 200, 8],
          [3, 3, 8, 8],
        ],
      ),
    ));
});

describe('loops over channels equal the plain loops', () => {
  it.each<[number, 'relu' | 'relu6' | 'linear']>([
    [4, 'relu'],
    [8, 'relu6'],
    [12, 'linear'],
  ])('normalisation of %i channels, %s', (channels, activation) =>
    expectAsOnCpu(
      everything(
        (x, gamma, beta) => {
          const [g, b] = [gamma!.flatten(), beta!.flatten()];
          return batchNormRelu(x!, channelMoments(x!), g, b, 1e-3, activation);
        },
        [
          [2, 30, 40, channels],
          [1, 1, 1, channels],
          [1, 1, 1, channels],
        ],
      ),
    ),
  );

  it('joining channels', () =>
    expectAsOnCpu(
      everything(
        (...maps) => concatChannels(maps),
        [
          [2, 3, 5, 4],
          [2, 3, 5, 12],
          [2, 3, 5, 8],
        ],
      ),
    ));

  it.each([2, 4])('max-pool of %i, also where maxima are equal', (poolSize) =>
    expectAsOnCpu(everything((x) => maxPool(tf.round(x), { poolSize }), [[2, 8, 12, 8]])),
  );

  it('folding a normalisation into a convolution', () =>
    expectAsOnCpu(() => {
      const vector = (seed: number) => random([8], seed) as tf.Tensor1D;
      const parameters = {
        ...{ filter: random([3, 3, 4, 8], 2) as tf.Tensor4D, bias: vector(3), gamma: vector(4), beta: vector(5) },
      };
      const moments = { mean: vector(6), variance: tf.abs<tf.Tensor1D>(vector(7)) };
      return inferConvBatchNormRelu(random([2, 5, 6, 4], 1) as tf.Tensor4D, parameters, moments);
    }));
});
