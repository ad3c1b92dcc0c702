import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { type HeadOptions, pixelHead, resolveHead } from '../../src/models/head';

it.each<[HeadOptions, number, string]>([
  [{}, 1, 'sigmoid'],
  [{ classes: 3 }, 3, 'softmax'],
  [{ classes: 3, activation: 'sigmoid' }, 3, 'sigmoid'],
  [{ activation: 'linear' }, 1, 'linear'],
  [{ classes: 2, activation: null }, 2, 'softmax'],
])('%j is %i masks by %s', (options, filters, activation) => {
  expect(resolveHead('buildTest', options)).toEqual({ filters, activation });
});

it.each<[object, string]>([
  [{ classes: 0 }, '`classes` must be a positive integer; received 0'],
  [{ activation: 'tanh' }, '`activation` must be one of sigmoid, softmax, linear; received "tanh"'],
  [{ activation: 'softmax' }, '`activation` must be sigmoid or linear with one class; received "softmax"'],
])('%j is refused in the name of the builder', (options, message) => {
  expect(() => resolveHead('buildTest', options)).toThrow(new RangeError(`buildTest: ${message}`));
});

it('the usual head is a 1×1 convolution with bias', () => {
  const image = tf.input({ shape: [4, 4, 5] });
  const model = tf.model({
    inputs: image,
    outputs: pixelHead('head', { filters: 2, activation: 'softmax' }, 1)(image),
  });
  expect(model.weights.map(({ originalName, shape }) => [originalName, shape])).toEqual([
    ['head/kernel', [1, 1, 5, 2]],
    ['head/bias', [2]],
  ]);
  model.dispose();
});
