import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { type BackboneUnitOptions, backboneUnitsOf, resolveBackboneUnitOptions } from '../../src/layers/backboneUnit';
import { ConvBatchNormRelu } from '../../src/layers/convBatchNormRelu';

it('has the constants of the spec by default', () => {
  expect(resolveBackboneUnitOptions('Block', {})).toEqual({ epsilon: 1e-3, momentum: 0.99, seed: null });
});

it('makes units without bias, padded alike on all sides, with what is theirs alone', () => {
  const unit = backboneUnitsOf({ epsilon: 1e-5, momentum: 0.9, seed: 3 });
  const image = tf.input({ shape: [8, 8, 2] });
  const y = unit('reduce', { filters: 5, stride: 2, activation: 'relu6' })(image);
  const layer = y.sourceLayer as ConvBatchNormRelu;
  expect(layer).toBeInstanceOf(ConvBatchNormRelu);
  const { seed, ...config } = layer.getConfig();
  expect(config).toMatchObject({
    name: 'reduce',
    filters: 5,
    kernelSize: 3,
    stride: 2,
    padding: 'symmetric',
    convBias: false,
    epsilon: 1e-5,
    momentum: 0.9,
    activation: 'relu6',
  });
  expect(seed).not.toBe(3);
  const other = unit('expand', { filters: 5 })(image).sourceLayer.getConfig().seed;
  expect(other).not.toBe(seed);
});

it.each<[BackboneUnitOptions, string]>([
  [{ epsilon: 0 }, '`epsilon` must be above 0 and at most 1; received 0'],
  [{ momentum: 2 }, '`momentum` must be from 0 to 1; received 2'],
  [{ seed: 0.5 }, '`seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => resolveBackboneUnitOptions('Block', options)).toThrow(new RangeError(`Block: ${message}`));
});
