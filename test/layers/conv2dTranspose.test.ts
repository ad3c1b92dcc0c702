import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { Conv2DTranspose, type Conv2DTransposeOptions } from '../../src/layers/conv2dTranspose';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose, randomTensor } from '../support/gradients';
import { image, modelOf, outputOf, read, setWeights, shake } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, Conv2DTranspose, {
    options: { filters: 3, kernelSize: 3, stride: 2, padding: 'same', seed: 5 },
    inputs: [[3, 4, 2]],
  });
  expectLayer(backend, Conv2DTranspose, {
    options: { filters: 3, kernelSize: 3, stride: 2, padding: 'symmetric', seed: 5 },
    inputs: [[3, 4, 2]],
  });

  it('puts the filter, times the pixel, where the pixel goes, and adds the bias', async () => {
    const layer = new Conv2DTranspose({ name: 'up', filters: 1 });
    const model = modelOf(layer, [[1, 2, 1]]);
    setWeights(layer, { kernel: [1, 2, 3, 4], bias: [0.5] });
    const y = await outputOf(layer, image([[1, -10]]));
    expectClose(y, [1.5, 2.5, -9.5, -19.5, 3.5, 4.5, -29.5, -39.5], 1e-6);
    model.dispose();
  });

  it.each<['same' | 'symmetric', number[]]>([
    ['same', [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 0, 0, 0, 0]],
    ['symmetric', [5, 6, 0, 0, 8, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])('cuts the odd row and column behind or in front: padding %s', async (padding, expected) => {
    const layer = new Conv2DTranspose({ name: 'up', filters: 1, kernelSize: 3, padding });
    const model = modelOf(layer, [[2, 2, 1]]);
    setWeights(layer, { kernel: [1, 2, 3, 4, 5, 6, 7, 8, 9], bias: [0] });
    const corner = [
      [1, 0],
      [0, 0],
    ];
    expectClose(await outputOf(layer, image(corner)), expected, 1e-6);
    model.dispose();
  });

  it.each([
    [2, 2],
    [3, 2],
    [2, 1],
    [4, 3],
  ])('with filters of %i and stride %i equals tf.conv2dTranspose', async (kernelSize, stride) => {
    const layer = new Conv2DTranspose({ name: 'up', filters: 3, kernelSize, stride, seed: 1 });
    const model = modelOf(layer, [[3, 4, 2]]);
    shake(layer);
    const x = randomTensor<tf.Tensor4D>([2, 3, 4, 2], 1);
    const stock = tf.tidy(() => {
      const [kernel, bias] = layer.weights.map((weight) => weight.read());
      const size: [number, number, number, number] = [2, 3 * stride, 4 * stride, 3];
      return tf.add(tf.conv2dTranspose(x, kernel as tf.Tensor4D, size, stride, 'same'), bias!);
    });
    expectClose(await outputOf(layer, x), await read(stock), 1e-5);
    model.dispose();
  });
});

it.each([
  [2, 2, 1],
  [3, 2, 4],
  [4, 2, 4],
  [3, 1, 9],
])('with filters of %i and stride %i starts as if %i pixels reached each', async (kernelSize, stride, overlap) => {
  const layer = new Conv2DTranspose({ name: 'up', filters: 64, kernelSize, stride, seed: 1 });
  const model = modelOf(layer, [[4, 4, 128]]);
  const [kernel] = layer.weights;
  const [variance] = await read(tf.tidy(() => tf.moments(kernel!.read()).variance));
  expect(Math.sqrt(variance!) / Math.sqrt(2 / (128 * overlap))).toBeCloseTo(1, 1);
  model.dispose();
});

it.each([0, 5])('starts from the same kernel again with the seed %i', async (seed) => {
  const kernel = async () => {
    const layer = new Conv2DTranspose({ name: 'up', filters: 2, seed });
    const model = modelOf(layer, [[4, 4, 1]]);
    const values = await read(layer.weights[0]!.read().clone());
    model.dispose();
    return values;
  };
  expect(await kernel()).toEqual(await kernel());
});

it.each<[Partial<Conv2DTransposeOptions>, string]>([
  [{ filters: 0 }, '`filters` must be a positive integer; received 0'],
  [{ kernelSize: 1.5 }, '`kernelSize` must be a positive integer; received 1.5'],
  [{ stride: -1 }, '`stride` must be a positive integer; received -1'],
  [{ kernelSize: 3, padding: 'valid' as 'same' }, '`padding` must be one of same, symmetric; received "valid"'],
  [{ padding: 'symmetric' }, '`padding` must be same with a `kernelSize` of 2; received "symmetric"'],
  [{ seed: 0.5 }, '`seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new Conv2DTranspose({ filters: 2, ...options })).toThrow(new RangeError(`Conv2DTranspose: ${message}`));
});
