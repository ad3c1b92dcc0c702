import * as tf from '@tensorflow/tfjs';
import { expect, it, vi } from 'vitest';

import { buildUnet, type UnetOptions } from '../../src/models/unet';
import { countsOf, namesOf } from '../support/layers';

// Only names and shapes matter here: no random numbers for 31 million weights.
vi.mock('../../src/layers/initializers', () => ({
  heNormal: () => tf.initializers.zeros(),
  heNormalFor: () => tf.initializers.zeros(),
}));

it.each<[UnetOptions, trainable: number, other: number]>([
  [{}, 31_042_369, 11_776],
  [{ baseFilters: 32 }, 7_765_409, 5_888],
  [{ baseFilters: 32, batchNorm: false, dropout: 0.5, l2: 1e-4 }, 7_759_521, 0],
  [{ batchNorm: false }, 31_030_593, 0],
  [{ batchNorm: false, classes: 2 }, 31_030_658, 0],
  [{ baseFilters: 35, batchNorm: false }, 9_282_246, 0],
])('U-Net with %j has %i trainable and %i other parameters', (options, ...expected) => {
  const model = buildUnet([null, null, 1], options);
  expect(countsOf(model)).toEqual(expected);
  model.dispose();
});

it.each<[string, UnetOptions]>([
  ['unet', {}],
  ['unet.noBatchNorm', { batchNorm: false, dropout: 0.5 }],
])('the weights of %s have the names that saved files hold', async (file, options) => {
  const model = buildUnet([null, null, 1], { baseFilters: 1, ...options });
  await expect(`${namesOf(model.weights).join('\n')}\n`).toMatchFileSnapshot(`./weights/${file}.txt`);
  model.dispose();
});
