import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Padding } from '../../src/kernels/convGeometry';
import { channelSums } from '../../src/kernels/host/channelSums';
import type { Conv2dOptions } from '../../src/ops/convolution';
import { depthwiseConv2d } from '../../src/ops/depthwiseConv2d';
import { forEachBackend } from '../support/backends';
import { convReference } from '../support/convReference';
import {
  differentiate,
  expectClose,
  expectGradients,
  randomTensor,
  randomValues,
  type Values,
} from '../support/gradients';
import { expectNoLeaks } from '../support/leaks';

type Options = Omit<Conv2dOptions, 'bias'> & { bias?: boolean };
type Shape = [number, number, number, number];
type Case = { x: number[]; window: [number, number]; options: Options };

const zeros: Padding = [3, 1, 2, 4];

const cases: Case[] = [
  ...[1, 2, 3, 6, 12, 18].map((dilation) => ({
    x: [2, 2 * dilation + 1, 5, 3],
    window: [3, 3] as [number, number],
    options: { dilation },
  })),
  { x: [2, 6, 5, 8], window: [3, 3], options: {} },
  { x: [2, 5, 7, 1], window: [3, 3], options: { padding: 'valid' } },
  { x: [2, 9, 8, 3], window: [3, 3], options: { stride: 2 } },
  { x: [2, 8, 10, 4], window: [3, 3], options: { stride: 2, padding: 'symmetric' } },
  { x: [2, 9, 7, 5], window: [3, 3], options: { stride: 2, padding: 'symmetric' } },
  { x: [2, 8, 9, 3], window: [3, 3], options: { stride: 3, padding: 'valid' } },
  { x: [2, 8, 9, 6], window: [5, 5], options: { stride: 2 } },
  { x: [2, 8, 8, 3], window: [1, 3], options: { stride: 2 } }, // misplaced by tf.depthwiseConv2d on WASM
  { x: [2, 7, 6, 3], window: [2, 3], options: { dilation: 3 } },
  { x: [2, 6, 5, 3], window: [3, 3], options: { dilation: 2, padding: zeros } },
  { x: [2, 5, 6, 3], window: [3, 3], options: { bias: true } },
  { x: [2, 5, 6, 3], window: [3, 3], options: { activation: 'relu' } },
  { x: [2, 9, 8, 5], window: [7, 7], options: { bias: true, activation: 'relu6', dilation: 2 } },
];

const titled = (one: Case) =>
  [`${one.x.join('×')} by ${one.window.join('×')} ${JSON.stringify(one.options)}`, one] as const;

/** Map, filter and bias; twice as large numbers, so that sums exceed 6. */
function valuesOf({ x, window, options }: Case): Values[] {
  const channels = x[3]!;
  const shapes = [x, [...window, channels, 1], ...(options.bias ? [[channels]] : [])];
  return shapes.map((shape, i) => {
    const { values } = randomValues(shape, i + 1);
    return { shape, values: values.map((value) => 2 * value) };
  });
}

const conv =
  ({ bias: _, ...options }: Options) =>
  (x: tf.Tensor4D, filter: tf.Tensor4D, bias?: tf.Tensor1D) =>
    depthwiseConv2d(x, filter, { ...options, bias: bias ?? null });

/** The same as a filter of an ordinary convolution: [height, width, channels, channels], 0 between different ones. */
function spread({ shape, values }: Values): Values {
  const channels = shape[2]!;
  const full = new Float32Array(values.length * channels);
  values.forEach((value, i) => {
    full[i * channels + (i % channels)] = value;
  });
  return { shape: [...shape.slice(0, 3), channels], values: full };
}

const diagonal = (full: Float64Array, channels: number) =>
  Array.from({ length: full.length / channels }, (_, i) => full[i * channels + (i % channels)]!);

forEachBackend((name) => {
  describe('depthwiseConv2d', () => {
    it.each(cases.map(titled))('and its gradients equal the definition: %s', async (_, one) => {
      const [x, filter, bias] = valuesOf(one);
      const channels = one.x[3]!;
      const { value, dy, gradients } = await differentiate(conv(one.options), valuesOf(one));
      const { activation } = one.options;
      const [floor, cap] = [activation ? 0 : -1e9, activation === 'relu6' ? 6 : 1e9];
      const g = { ...dy, values: dy.values.map((d, i) => (value[i]! > floor && value[i]! < cap ? d : 0)) };
      const { y, dx, dFilter } = convReference(x!, spread(filter!), g, one.options);
      const z = y.map((sum, i) => Math.min(cap, Math.max(floor, sum + (bias?.values[i % channels] ?? 0))));
      expectClose(value, z);
      if (activation === 'relu6') expect(Math.max(...value)).toBe(6);
      expectClose(gradients[0]!, dx);
      expectClose(gradients[1]!, diagonal(dFilter, channels));
      if (bias) expectClose(gradients[2]!, channelSums(g.values, g.values, channels).sums);
    });

    it.each([cases[1]!, cases[9]!, cases.at(-3)!].map(titled))('agrees with finite differences: %s', async (_, one) => {
      await expectGradients(conv(one.options), valuesOf(one));
    });

    it('leaves no memory behind', () => {
      for (const one of [cases[1]!, cases[9]!, cases.at(-1)!]) expectNoLeaks(conv(one.options), valuesOf(one));
    });

    it('has gradients where tf.depthwiseConv2d throws: dilated ones everywhere (tensorflow/tfjs#7906), all on WASM', () => {
      const train = (convolve: typeof conv, options: Options) => () =>
        tf.tidy(() => {
          const filter = randomTensor<tf.Tensor4D>([3, 3, 2, 1]);
          const x = randomTensor<tf.Tensor4D>([2, 5, 5, 2]);
          tf.grad((w) => convolve(options)(x, w as tf.Tensor4D).sum())(filter);
        });
      const stock: typeof conv =
        ({ dilation = 1 }) =>
        (x, filter) =>
          tf.depthwiseConv2d(x, filter, 1, 'same', 'NHWC', dilation);
      expect(train(stock, { dilation: 2 })).toThrow('dilation rates greater than 1 are not yet supported');
      expect(train(conv, { dilation: 2 })).not.toThrow();
      if (name === 'wasm') expect(train(stock, {})).toThrow(/Kernel 'DepthwiseConv2dNativeBackprop\w+' not registered/);
      expect(train(conv, {})).not.toThrow();
    });
  });
});

describe('depthwiseConv2d refuses', () => {
  const shapes =
    'depthwiseConv2d: expected a map [batch, height, width, channels] and a filter [height, width, channels, 1]; received';
  const run = (x: number[], filter: number[], options: Conv2dOptions = {}) =>
    tf.tidy(() => depthwiseConv2d(tf.ones(x as Shape), tf.ones(filter as Shape), options));

  it.each<[() => unknown, string]>([
    [() => run([1, 4, 4, 3], [3, 3, 2, 1]), `${shapes} [1,4,4,3] and [3,3,2,1]`],
    [() => run([1, 4, 4, 3], [3, 3, 3, 2]), `${shapes} [1,4,4,3] and [3,3,3,2]`],
    [() => run([4, 4, 3], [3, 3, 3, 1]), `${shapes} [4,4,3] and [3,3,3,1]`],
    [
      () => run([1, 4, 4, 3], [3, 3, 3, 1], { stride: 2, dilation: 2 }),
      'depthwiseConv2d: stride and dilation cannot both exceed 1; received stride 2, dilation 2',
    ],
    [
      () => run([1, 4, 4, 3], [3, 3, 3, 1], { bias: tf.ones([1]) }),
      'depthwiseConv2d: `bias` must be a tensor [3]; received [1]',
    ],
  ])('what does not fit (%#)', (run, message) => {
    expect(run).toThrow(new RangeError(message));
  });

  it('integers, which WASM would take for floats', () => {
    expect(() => tf.tidy(() => void depthwiseConv2d(tf.ones([1, 4, 4, 1], 'int32'), tf.ones([3, 3, 1, 1])))).toThrow(
      new RangeError('depthwiseConv2d: `x` must be a float32 tensor; received int32. Cast it: `x.toFloat()`'),
    );
  });
});
