import * as tf from '@tensorflow/tfjs';
import { expect, it, vi } from 'vitest';

import { buildUnetPlusPlus, type UnetPlusPlusOptions } from '../../src/models/unetPlusPlus';
import { countsOf, namesOf } from '../support/layers';

// Only names and shapes matter here: no random numbers for 36 million weights.
vi.mock('../../src/layers/initializers', () => ({
  heNormal: () => tf.initializers.zeros(),
  heNormalFor: () => tf.initializers.zeros(),
}));

it.each<[UnetPlusPlusOptions, trainable: number, other: number]>([
  [{ batchNorm: false, depth: 1 }, 100_961, 0],
  [{ batchNorm: false, depth: 2 }, 511_105, 0],
  [{ batchNorm: false, depth: 3 }, 2_204_961, 0],
  [{ batchNorm: false }, 9_041_601, 0],
  [{ batchNorm: false, deepSupervision: true }, 9_041_700, 0],
  [{ depth: 1 }, 101_473, 512],
  [{ depth: 2 }, 512_513, 1_408],
  [{ depth: 3 }, 2_208_289, 3_328],
  [{}, 9_048_897, 7_296],
  [{ deepSupervision: true }, 9_048_996, 7_296],
  [{ baseFilters: 64 }, 36_171_393, 14_592],
])('UNet++ with %j has %i trainable and %i other parameters', (options, ...expected) => {
  const model = buildUnetPlusPlus([null, null, 1], options);
  expect(countsOf(model)).toEqual(expected);
  model.dispose();
});

it('the weights have the names that saved files hold', async () => {
  const model = buildUnetPlusPlus([null, null, 1], { baseFilters: 1, deepSupervision: true });
  await expect(`${namesOf(model.weights).join('\n')}\n`).toMatchFileSnapshot('./weights/unetPlusPlus.txt');
  model.dispose();
});
