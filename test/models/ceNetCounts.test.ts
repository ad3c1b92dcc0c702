import * as tf from '@tensorflow/tfjs';
import { expect, it, vi } from 'vitest';

import { buildCeNet } from '../../src/models/ceNet';
import { countsOf, namesOf } from '../support/layers';

// Only names and shapes matter here: no random numbers for 29 million weights.
vi.mock('../../src/layers/initializers', () => ({
  heNormal: () => tf.initializers.zeros(),
  heNormalFor: () => tf.initializers.zeros(),
}));

it.each([
  [1, 28_996_821, 21_278_400],
  [3, 29_003_093, 21_284_672],
])('CE-Net for %i channels has %i trainable parameters, %i of them in its encoder', (channels, all, encoder) => {
  const model = buildCeNet([null, null, channels]);
  expect(countsOf(model)).toEqual([all, 19_012]);
  expect(countsOf(model, 'stem/', 'enc')[0]).toBe(encoder);
  expect(countsOf(model, 'dac/')).toEqual([7_342_080, 0]);
  expect(countsOf(model, 'rmp/')).toEqual([513, 0]);
  expect(countsOf(model, 'dec')[0]).toBe(333_491);
  expect(countsOf(model, 'head/')).toEqual([42_337, 0]);
  model.dispose();
});

it('the weights have the names that saved files hold', async () => {
  const model = buildCeNet([null, null, 1], { baseFilters: 8 });
  await expect(`${namesOf(model.weights).join('\n')}\n`).toMatchFileSnapshot('./weights/ceNet.txt');
  model.dispose();
});
