import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { explicitPadding, type Padding } from '../../src/kernels/convGeometry';
import { channelSums } from '../../src/kernels/host/channelSums';
import { conv2d } from '../../src/ops/conv2d';
import type { Conv2dOptions } from '../../src/ops/convolution';
import { forEachBackend } from '../support/backends';
import { convReference } from '../support/convReference';
import { differentiate, expectClose, expectGradients, randomTensor, randomValues, read } from '../support/gradients';
import { expectNoLeaks } from '../support/leaks';

type Options = Omit<Conv2dOptions, 'bias'> & { bias?: boolean };
type Case = { x: number[]; filter: number[]; options: Options };

const explicit = (...padding: Padding) => padding;

const dilated: Case[] = [1, 2, 3, 4, 5, 6, 8, 12, 18].flatMap((dilation) => [
  { x: [2, 2 * dilation + 1, 5, 3], filter: [3, 3, 3, 5], options: { dilation } },
  { x: [2, 6, 2 * dilation + 2, 4], filter: [3, 3, 4, 8], options: { dilation } },
]);

const others: Case[] = [
  { x: [2, 5, 4, 3], filter: [1, 1, 3, 5], options: {} },
  { x: [2, 5, 4, 8], filter: [1, 1, 8, 4], options: { stride: 2 } },
  { x: [2, 48, 48, 8], filter: [1, 1, 8, 16], options: { stride: 2 } }, // ends the process with TensorFlow's own kernel
  { x: [2, 5, 7, 1], filter: [3, 3, 1, 8], options: {} },
  { x: [2, 5, 7, 8], filter: [3, 3, 8, 1], options: { padding: 'valid' } },
  { x: [2, 9, 7, 3], filter: [3, 3, 3, 5], options: { stride: 2 } },
  { x: [2, 8, 10, 4], filter: [3, 3, 4, 4], options: { stride: 2 } },
  { x: [2, 8, 9, 3], filter: [3, 3, 3, 4], options: { stride: 3 } },
  { x: [2, 10, 8, 3], filter: [3, 3, 3, 4], options: { stride: 3, padding: 'valid' } },
  { x: [2, 9, 8, 3], filter: [7, 7, 3, 4], options: { stride: 2 } },
  { x: [2, 5, 6, 3], filter: [2, 2, 3, 4], options: {} },
  { x: [2, 7, 6, 3], filter: [4, 4, 3, 4], options: { stride: 2 } },
  { x: [2, 7, 6, 3], filter: [2, 3, 3, 4], options: { dilation: 3 } },
  { x: [2, 7, 8, 3], filter: [3, 3, 3, 4], options: { dilation: 2, padding: 'valid' } },
  { x: [2, 5, 6, 3], filter: [3, 3, 3, 4], options: { padding: explicit(1, 0, 2, 1) } },
  { x: [2, 6, 8, 3], filter: [3, 3, 3, 4], options: { stride: 2, padding: explicit(1, 1, 1, 1) } },
  { x: [2, 6, 5, 3], filter: [3, 3, 3, 4], options: { dilation: 2, padding: explicit(3, 1, 2, 4) } },
  { x: [2, 8, 5, 3], filter: [3, 3, 3, 4], options: { stride: 2, padding: 'symmetric' } },
  { x: [2, 8, 9, 2], filter: [7, 7, 2, 3], options: { stride: 2, padding: 'symmetric' } },
  { x: [2, 7, 8, 3], filter: [7, 7, 3, 4], options: { activation: 'relu6' } },
  { x: [2, 5, 6, 3], filter: [3, 3, 3, 4], options: { bias: true } },
  { x: [2, 5, 6, 3], filter: [3, 3, 3, 4], options: { activation: 'relu' } },
  { x: [2, 6, 7, 4], filter: [3, 3, 4, 6], options: { bias: true, activation: 'relu', dilation: 2 } },
];

/** Windows shorter than the stride along one side, which tf.conv2d misplaces on WASM. */
const overstepped: Case[] = [
  { x: [2, 13, 4, 5], filter: [3, 1, 5, 3], options: { stride: 2 } },
  { x: [2, 4, 6, 3], filter: [2, 2, 3, 3], options: { stride: 3, bias: true, activation: 'relu' } },
];

const titled = (one: Case) =>
  [`${one.x.join('×')} by ${one.filter.join('×')} ${JSON.stringify(one.options)}`, one] as const;
const isStock = ({ options }: Case) => !options.bias && !options.activation;
const valuesOf = ({ x, filter, options }: Case) =>
  [x, filter, ...(options.bias ? [filter.slice(3)] : [])].map((shape, i) => randomValues(shape, i + 1));
const conv =
  ({ bias: _, ...options }: Options) =>
  (x: tf.Tensor4D, filter: tf.Tensor4D, bias?: tf.Tensor1D) =>
    conv2d(x, filter, { ...options, bias: bias ?? null });

function stock(x: tf.Tensor4D, filter: tf.Tensor4D, { stride = 1, dilation = 1, padding = 'same' }: Options) {
  const zeros = padding === 'symmetric' ? symmetric(filter.shape[0]) : padding;
  return tf.conv2d(x, filter, stride, Array.isArray(zeros) ? explicitPadding(zeros) : zeros, 'NHWC', dilation);
}

function symmetric(window: number): Padding {
  const zeros = (window - 1) / 2;
  return [zeros, zeros, zeros, zeros];
}

forEachBackend((name) => {
  describe('conv2d', () => {
    it.each([...dilated, ...others, ...overstepped].map(titled))(
      'and its gradients equal the definition: %s',
      async (_, one) => {
        const [x, filter, bias] = valuesOf(one);
        const { value, dy, gradients } = await differentiate(conv(one.options), valuesOf(one));
        const { activation } = one.options;
        const [floor, cap] = [activation ? 0 : -1e9, activation === 'relu6' ? 6 : 1e9];
        const g = { ...dy, values: dy.values.map((d, i) => (value[i]! > floor && value[i]! < cap ? d : 0)) };
        const { y, dx, dFilter } = convReference(x!, filter!, g, one.options);
        const filters = dy.shape[3]!;
        const z = y.map((sum, i) => sum + (bias?.values[i % filters] ?? 0));
        expectClose(
          value,
          z.map((sum) => Math.min(cap, Math.max(floor, sum))),
        );
        if (activation === 'relu6') expect(Math.max(...value)).toBe(6);
        expectClose(gradients[0]!, dx);
        expectClose(gradients[1]!, dFilter);
        if (bias) expectClose(gradients[2]!, channelSums(g.values, g.values, filters).sums);
      },
    );

    it.each([...dilated, ...others].filter(isStock).map(titled))(
      'forward equals tf.conv2d: %s',
      async (_, { x, filter, options }) => {
        const [ours, theirs] = await read(() => {
          const [map, kernel] = [randomTensor<tf.Tensor4D>(x), randomTensor<tf.Tensor4D>(filter)];
          const [y, expected] = [conv(options)(map, kernel), stock(map, kernel, options)];
          expect(y.shape).toEqual(expected.shape);
          return [y, expected];
        });
        expectClose(ours!, theirs!);
      },
    );

    it.each([dilated[2]!, others[5]!, others.at(-1)!].map(titled))(
      'agrees with finite differences: %s',
      async (_, one) => {
        await expectGradients(conv(one.options), valuesOf(one));
      },
    );

    it('leaves no memory behind', () => {
      for (const one of [dilated[2]!, others[5]!, others[13]!, others.at(-1)!])
        expectNoLeaks(conv(one.options), valuesOf(one));
    });

    it('refuses integers, which WASM would take for floats, and a bias of another length', () => {
      const convolve = (dtype: 'int32' | 'float32', bias: number) => () =>
        tf.tidy(() => conv2d(tf.ones([1, 3, 3, 2], dtype), tf.ones([3, 3, 2, 4]), { bias: tf.ones([bias]) }));
      expect(convolve('int32', 4)).toThrow(
        new RangeError('conv2d: `x` must be a float32 tensor; received int32. Cast it: `x.toFloat()`'),
      );
      expect(convolve('float32', 1)).toThrow(new RangeError('conv2d: `bias` must be a tensor [4]; received [1]'));
      expect(convolve('float32', 4)).not.toThrow();
    });

    it('refuses activations that it has no kernel of', () => {
      const activation = 'sigmoid' as 'relu';
      expect(() => tf.tidy(() => conv2d(tf.ones([1, 3, 3, 2]), tf.ones([3, 3, 2, 4]), { activation }))).toThrow(
        new RangeError('conv2d: `activation` must be one of linear, relu, relu6; received "sigmoid"'),
      );
    });

    it('has gradients where tf.conv2d throws: dilated ones everywhere (tensorflow/tfjs#7906), all on WASM (#8474)', () => {
      const train = (convolve: typeof stock, options: Options) => () =>
        tf.tidy(() => {
          const filter = randomTensor<tf.Tensor4D>([3, 3, 2, 2]);
          tf.grad((w) => convolve(randomTensor([2, 5, 5, 2]), w as tf.Tensor4D, options).sum())(filter);
        });
      const ours: typeof stock = (x, filter, options) => conv(options)(x, filter);
      expect(train(stock, { dilation: 2 })).toThrow('dilation rates greater than 1 are not yet supported in gradients');
      expect(train(ours, { dilation: 2 })).not.toThrow();
      if (name === 'wasm') expect(train(stock, {})).toThrow("Kernel 'Conv2DBackpropFilter' not registered");
      expect(train(ours, {})).not.toThrow();
    });
  });
});
