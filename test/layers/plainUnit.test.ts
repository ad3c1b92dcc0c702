import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { type PlainUnitOptions, plainUnitsOf, resolvePlainUnitOptions } from '../../src/layers/plainUnit';

/** Class and options of the layers of one unit. */
function layersOf(options: PlainUnitOptions) {
  const image = tf.input({ shape: [4, 4, 1] });
  const unit = plainUnitsOf(resolvePlainUnitOptions('buildTest', { seed: 1, ...options }));
  const model = tf.model({ inputs: image, outputs: unit('first', 2)(image) });
  const layers = model.layers.slice(1).map((layer) => ({ type: layer.getClassName(), ...layer.getConfig() }));
  model.dispose();
  return layers;
}

it('by default is a unit with batch norm', () => {
  expect(layersOf({})).toMatchObject([
    {
      type: 'MsaUnetConvBatchNormRelu',
      name: 'first',
      filters: 2,
      kernelSize: 3,
      convBias: true,
      momentum: 0.99,
      l2: 0,
    },
  ]);
});

it('without batch norm is a convolution with bias and ReLU', () => {
  expect(layersOf({ batchNorm: false, convBias: false, l2: 0.5 })).toMatchObject([
    {
      type: 'MsaUnetConv2D',
      name: 'first/conv',
      filters: 2,
      kernelSize: 3,
      useBias: true,
      activation: 'relu',
      l2: 0.5,
    },
  ]);
});

it('drops last', () => {
  expect(layersOf({ dropout: 0.25 })).toMatchObject([{ name: 'first' }, { name: 'first/drop', rate: 0.25 }]);
});

it('starts from the same kernel with and without batch norm', () => {
  expect(layersOf({ batchNorm: false })[0]).toHaveProperty('seed', Reflect.get(layersOf({})[0]!, 'seed'));
});

it.each<[PlainUnitOptions, string]>([
  [{ dropout: -0.1 }, '`dropout` must be from 0 to below 1; received -0.1'],
  [{ l2: Number.NaN }, '`l2` must be a number of at least 0; received NaN'],
  [{ momentum: 2 }, '`momentum` must be from 0 to 1; received 2'],
])('refuses %j in the name of its owner', (options, message) => {
  expect(() => resolvePlainUnitOptions('buildTest', options)).toThrow(new RangeError(`buildTest: ${message}`));
});
