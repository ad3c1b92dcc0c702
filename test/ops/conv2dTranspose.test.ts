import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { type Conv2dTransposeOptions, conv2dTranspose } from '../../src/ops/conv2dTranspose';
import { forEachBackend } from '../support/backends';
import { convReference } from '../support/convReference';
import { differentiate, expectClose, expectGradients, randomTensor, randomValues, read } from '../support/gradients';
import { expectNoLeaks } from '../support/leaks';

type Case = { x: number[]; filter: number[]; options: Conv2dTransposeOptions };

const cases: Case[] = [
  { x: [2, 3, 5, 4], filter: [2, 2, 3, 4], options: {} },
  { x: [2, 4, 3, 5], filter: [3, 3, 4, 5], options: {} },
  { x: [2, 3, 4, 3], filter: [4, 4, 2, 3], options: {} },
  { x: [2, 3, 4, 3], filter: [3, 3, 2, 3], options: { stride: 1 } },
  { x: [2, 3, 2, 3], filter: [3, 3, 2, 3], options: { stride: 3 } },
  { x: [2, 3, 2, 3], filter: [1, 1, 2, 3], options: {} },
  { x: [2, 3, 4, 3], filter: [3, 3, 2, 3], options: { padding: 'valid' } },
  { x: [2, 3, 4, 3], filter: [3, 3, 2, 3], options: { padding: 'symmetric' } },
  { x: [2, 3, 2, 3], filter: [5, 5, 2, 3], options: { stride: 3, padding: 'symmetric' } },
  { x: [2, 3, 4, 3], filter: [3, 3, 2, 3], options: { padding: [1, 0, 0, 1] } },
];

const titled = (one: Case) =>
  [`${one.x.join('×')} by ${one.filter.join('×')} ${JSON.stringify(one.options)}`, one] as const;
const valuesOf = ({ x, filter }: Case) => [randomValues(x, 1), randomValues(filter, 2)] as const;
const transpose = (options: Conv2dTransposeOptions) => (x: tf.Tensor4D, filter: tf.Tensor4D) =>
  conv2dTranspose(x, filter, options);

forEachBackend((name) => {
  describe('conv2dTranspose', () => {
    it.each(cases.map(titled))('is the gradient of a convolution, and its own the convolution: %s', async (_, one) => {
      const [x, filter] = valuesOf(one);
      const { value, dy, gradients } = await differentiate(transpose(one.options), [x, filter]);
      const { y, dx, dFilter } = convReference(dy, filter, x, { stride: 2, ...one.options });
      expectClose(value, dx);
      expectClose(gradients[0]!, y);
      expectClose(gradients[1]!, dFilter);
    });

    it.each(cases.slice(0, -3).map(titled))('forward equals tf.conv2dTranspose: %s', async (_, one) => {
      const [ours, theirs] = await read(() => {
        const [x, filter] = [randomTensor<tf.Tensor4D>(one.x), randomTensor<tf.Tensor4D>(one.filter)];
        const y = transpose(one.options)(x, filter);
        const { stride = 2, padding = 'same' } = one.options;
        return [y, tf.conv2dTranspose(x, filter, y.shape, stride, padding as 'same')];
      });
      expectClose(ours!, theirs!);
    });

    it("doubles every side with 'same' and 'symmetric', and ends with the last window with 'valid'", () => {
      const shape = (options: Conv2dTransposeOptions) =>
        tf.tidy(() => transpose(options)(tf.ones([1, 3, 5, 2]), tf.ones([3, 3, 4, 2])).shape);
      expect(shape({})).toEqual([1, 6, 10, 4]);
      expect(shape({ padding: 'symmetric' })).toEqual([1, 6, 10, 4]);
      expect(shape({ padding: 'valid' })).toEqual([1, 7, 11, 4]);
      expect(shape({ padding: [1, 0, 0, 2] })).toEqual([1, 6, 9, 4]);
    });

    it('agrees with finite differences', async () => {
      await expectGradients(transpose({}), [...valuesOf(cases[1]!)]);
    });

    it('leaves no memory behind', () => {
      for (const one of [cases[0]!, cases.at(-1)!]) expectNoLeaks(transpose(one.options), [...valuesOf(one)]);
    });

    it('has a filter gradient where tf.conv2dTranspose has none: on WASM (tensorflow/tfjs#8474)', () => {
      const stock = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.conv2dTranspose(x, filter, [2, 6, 10, 3], 2, 'same');
      const train = (convolve: typeof stock) => () =>
        tf.tidy(() =>
          tf.grads((...args) => convolve(...(args as [tf.Tensor4D, tf.Tensor4D])))(
            [randomTensor([2, 3, 5, 4]), randomTensor([2, 2, 3, 4])],
            tf.ones([2, 6, 10, 3]),
          ),
        );
      if (name === 'wasm') expect(train(stock)).toThrow("Kernel 'Conv2DBackpropFilter' not registered");
      expect(train(conv2dTranspose)).not.toThrow();
    });

    it('refuses integers', () => {
      const make = () => tf.tidy(() => conv2dTranspose(tf.ones([1, 3, 3, 4]), tf.ones([3, 3, 2, 4], 'int32')));
      expect(make).toThrow(
        new RangeError(
          'conv2dTranspose: `filter` must be a float32 tensor; received int32. Cast it: `filter.toFloat()`',
        ),
      );
    });

    it.each([
      [
        [1, 3, 3, 5],
        {},
        'conv2dTranspose: expected a map [batch, height, width, channels] and a filter [height, width, filters, channels]; ' +
          'received [1,3,3,5] and [3,3,2,4]',
      ],
      [[1, 3, 3, 4], { stride: 0.5 }, 'conv2dTranspose: `stride` must be a positive integer; received 0.5'],
      [
        [1, 3, 3, 4],
        { padding: [3, 0, 0, 0] },
        'conv2dTranspose: `padding` must be four whole numbers from 0, less than the window of 3×3; received [3,0,0,0]',
      ],
    ] as [number[], Conv2dTransposeOptions, string][])('refuses %j with %j', (shape, options, message) => {
      const make = () => tf.tidy(() => transpose(options)(tf.zeros(shape as [1, 3, 3, 4]), tf.zeros([3, 3, 2, 4])));
      expect(make).toThrow(new RangeError(message));
    });
  });
});
