import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { Conv2D, type Conv2DOptions } from '../../src/layers/conv2d';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { modelOf, outputOf, read, setWeights } from '../support/layers';

forEachBackend((backend) => {
  const common = { filters: 3, seed: 5 };

  expectLayer(backend, Conv2D, {
    options: { ...common, kernelSize: 3, stride: 1, dilation: 3, useBias: true, activation: 'softmax', l2: 0.5 },
    inputs: [[5, 4, 2]],
  });
  expectLayer(backend, Conv2D, {
    options: { ...common, kernelSize: 3, stride: 2, dilation: 1, useBias: false, activation: 'relu', l2: 0 },
    inputs: [[5, 6, 2]],
  });

  const [a, b] = [3 * -2 + 1, -2 * -2 + 0.5]; // of the input −2
  const [ea, eb] = [Math.exp(a), Math.exp(b)];
  it.each<[Conv2DOptions['activation'], number[]]>([
    ['linear', [a, b]],
    ['relu', [0, b]],
    ['sigmoid', [ea / (1 + ea), eb / (1 + eb)]],
    ['softmax', [ea / (ea + eb), eb / (ea + eb)]],
  ])('applies %s to kernel · x + bias', async (activation, expected) => {
    const layer = new Conv2D({ name: 'conv', filters: 2, kernelSize: 1, activation });
    const model = modelOf(layer, [[1, 1, 1]]);
    setWeights(layer, { kernel: [3, -2], bias: [1, 0.5] });
    expectClose(await outputOf(layer, tf.fill([1, 1, 1, 1], -2)), expected, 1e-6);
    model.dispose();
  });
});

it.each([
  [true, ['conv/kernel', 'conv/bias']],
  [false, ['conv/kernel']],
])('with useBias %s has the weights %o', (useBias, names) => {
  const layer = new Conv2D({ name: 'conv', filters: 2, useBias });
  const model = modelOf(layer, [[4, 4, 1]]);
  expect(layer.weights.map((weight) => weight.originalName)).toEqual(names);
  model.dispose();
});

it.each([
  [0, []],
  [0.25, [0.25 * (9 + 4)]],
])('with l2 %f adds the penalties %o to the loss', async (l2, expected) => {
  const layer = new Conv2D({ name: 'conv', filters: 2, kernelSize: 1, l2 });
  const model = modelOf(layer, [[4, 4, 1]]);
  setWeights(layer, { kernel: [3, -2] });
  expect((await Promise.all(tf.tidy(() => model.calculateLosses()).map(read))).flat()).toEqual(expected);
  model.dispose();
});

it.each([0, 5, -5])('starts from the same kernel again with the seed %i', async (seed) => {
  const kernel = async () => {
    const layer = new Conv2D({ name: 'conv', filters: 2, seed });
    const model = modelOf(layer, [[4, 4, 1]]);
    const values = await read(layer.weights[0]!.read().clone());
    model.dispose();
    return values;
  };
  expect(await kernel()).toEqual(await kernel());
});

it.each<[Partial<Conv2DOptions>, string]>([
  [{ filters: 0 }, '`filters` must be a positive integer; received 0'],
  [{ kernelSize: 1.5 }, '`kernelSize` must be a positive integer; received 1.5'],
  [{ stride: -1 }, '`stride` must be a positive integer; received -1'],
  [{ dilation: Number.NaN }, '`dilation` must be a positive integer; received NaN'],
  [{ stride: 3, dilation: 2 }, '`dilation` must be 1 with a `stride` of 3; received 2'],
  [
    { activation: 'elu' as 'relu' },
    '`activation` must be one of linear, relu, sigmoid, softmax; received "elu". Did you mean \'relu\'?',
  ],
  [{ l2: Number.NaN }, '`l2` must be a number of at least 0; received NaN'],
  [{ seed: 0.5 }, '`seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new Conv2D({ filters: 2, ...options })).toThrow(new RangeError(`Conv2D: ${message}`));
});

it('refuses what is no map', () => {
  expect(() => new Conv2D({ filters: 2 }).apply(tf.input({ shape: [4, 5] }))).toThrow(
    new RangeError('Conv2D: expected a map [batch, height, width, channels]; received [null,4,5]'),
  );
});
