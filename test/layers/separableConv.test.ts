import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { SeparableConv, type SeparableConvOptions } from '../../src/layers/separableConv';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { countsOf, image, modelOf, namesOf, outputOf, setWeights, tap } from '../support/layers';

const common = { filters: 4, epsilon: 0.01, momentum: 0.9, seed: 5 };

forEachBackend((backend) => {
  expectLayer(backend, SeparableConv, {
    options: { ...common, kernelSize: 3, stride: 1, dilation: 2, relu: 'both' },
    inputs: [[6, 5, 3]],
  });
  expectLayer(backend, SeparableConv, {
    options: { ...common, kernelSize: 3, stride: 2, dilation: 1, relu: 'none' },
    inputs: [[8, 7, 3]],
  });

  it.each<[SeparableConvOptions['relu'], number[]]>([
    ['both', [8, 0]], // max(0, 2 · 4), max(0, 2 · max(0, −3))
    ['last', [8, 0]],
    ['none', [8, -6]],
  ])('with relu %s filters, then mixes', async (relu, expected) => {
    const layer = new SeparableConv({ name: 'sep', filters: 1, relu });
    const model = modelOf(layer, [[1, 2, 1]]);
    setWeights(layer, { 'depthwise/conv/kernel': tap(1), 'pointwise/conv/kernel': [2] });
    expectClose(await outputOf(layer, image([[4, -3]])), expected, 1e-6);
    model.dispose();
  });

  it('with relu both cuts what is negative between the two convolutions too', async () => {
    const between = async (relu: SeparableConvOptions['relu']) => {
      const layer = new SeparableConv({ name: 'sep', filters: 1, relu });
      const model = modelOf(layer, [[1, 2, 1]]);
      setWeights(layer, { 'depthwise/conv/kernel': tap(1), 'pointwise/conv/kernel': [-2] });
      const y = await outputOf(layer, image([[4, -3]]));
      model.dispose();
      return y;
    };
    expectClose(await between('both'), [0, 0], 1e-6);
    expectClose(await between('last'), [0, 6], 1e-6);
  });
});

it('has 9 C + C · filters kernel values and a normalisation behind each convolution', () => {
  const layer = new SeparableConv({ name: 'sep', filters: 5 });
  const model = modelOf(layer, [[null, null, 3]]);
  expect(countsOf(layer)).toEqual([9 * 3 + 2 * 3 + 3 * 5 + 2 * 5, 2 * 3 + 2 * 5]);
  expect(namesOf(layer.weights)).toEqual([
    'sep/depthwise/conv/kernel',
    'sep/depthwise/bn/gamma',
    'sep/depthwise/bn/beta',
    'sep/pointwise/conv/kernel',
    'sep/pointwise/bn/gamma',
    'sep/pointwise/bn/beta',
    'sep/depthwise/bn/moving_mean',
    'sep/depthwise/bn/moving_variance',
    'sep/pointwise/bn/moving_mean',
    'sep/pointwise/bn/moving_variance',
  ]);
  model.dispose();
});

it.each<[Partial<SeparableConvOptions>, string]>([
  [{ filters: 0 }, '`filters` must be a positive integer; received 0'],
  [{ stride: 2, dilation: 2 }, '`dilation` must be 1 with a `stride` of 2; received 2'],
  [{ relu: 'first' as 'both' }, '`relu` must be one of both, last, none; received "first"'],
  [{ epsilon: 0 }, '`epsilon` must be above 0 and at most 1; received 0'],
])('refuses %o', (options, message) => {
  expect(() => new SeparableConv({ filters: 2, ...options })).toThrow(new RangeError(`SeparableConv: ${message}`));
});

it('refuses an even window when it is built', () => {
  expect(() => new SeparableConv({ filters: 2, kernelSize: 2 }).apply(tf.input({ shape: [4, 4, 1] }))).toThrow(
    new RangeError('ConvBatchNormRelu: `padding` must be same with a `kernelSize` of 2; received "symmetric"'),
  );
});
