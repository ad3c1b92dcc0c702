import type * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';

import { samplesOf } from '../../src/data/sample';
import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import type { Loss } from '../../src/losses/loss';
import { SegmentationScores } from '../../src/metrics/segmentationScores';
import { averageHeads } from '../../src/models/averageHeads';
import { buildUnetPlusPlus, type UnetPlusPlusOptions } from '../../src/models/unetPlusPlus';
import { useBackend } from '../../src/node/backends/useBackend';
import { predictSamples } from '../../src/training/predictSamples';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { valuesOf } from '../support/layers';
import { phantomSamples } from '../support/phantomSamples';

beforeAll(() => useBackend('wasm', { log: null }));

const slices = phantomSamples({ patients: 2, slicesPerPatient: 3, size: 32, seed: 4 });
const brief = {
  train: samplesOf(slices.slice(0, 4)),
  val: samplesOf(slices.slice(4)),
  epochs: 2,
  batchSize: 2,
  seed: 3,
};
const build = (options: UnetPlusPlusOptions = {}) =>
  buildUnetPlusPlus([32, 32, 1], { baseFilters: 2, seed: 7, deepSupervision: true, ...options });
const headsOf = (model: tf.LayersModel) => [1, 2, 3, 4].map((i) => valuesOf(model.getLayer(`head${i}`).weights));

test('every head of a UNet++ with deep supervision is trained', async () => {
  const model = build();
  const before = await Promise.all(headsOf(model));
  const { epochs } = await trainSegmentation(model, brief);
  const after = await Promise.all(headsOf(model));
  expect(after.map((values, i) => values.every((value, k) => value !== before[i]![k]))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(epochs[1]!.loss).toBeLessThan(epochs[0]!.loss);
});

test.each(['null', 'linear'])('the validation scores are those of the accurate mode, activation %s', async (name) => {
  const activation = name === 'linear' ? name : null;
  const model = build({ activation });
  const { epochs, bestEpoch } = await trainSegmentation(model, { ...brief, fromLogits: activation === 'linear' });
  const scores = new SegmentationScores();
  for await (const { sample, probabilities } of predictSamples(averageHeads(model), brief.val))
    scores.addMask(sample.mask, probabilities);
  const { perImage } = await scores.result();
  expect(epochs[bestEpoch! - 1]!.valScores.diceCoefficient).toBeCloseTo(perImage.diceCoefficient.mean, 6);
});

/** A loss that notes the calls. */
const counted = () => {
  const calls: number[] = [];
  const loss: Loss = (yTrue, yPred) => {
    const value = bceDiceLoss()(yTrue, yPred);
    calls.push(value.dataSync()[0]!);
    return value;
  };
  return { loss, calls };
};

test('loss and validation loss are means over the heads', async () => {
  const { loss, calls } = counted();
  const options = { ...brief, epochs: 1, batchSize: 4, loss }; // one step, one batch of validation
  const { epochs } = await trainSegmentation(build(), options);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(calls).toHaveLength(8);
  expect(epochs[0]!.loss).toBeCloseTo(mean(calls.slice(0, 4)), 5);
  expect(epochs[0]!.valLoss).toBeCloseTo(mean(calls.slice(4)), 5);
});

test('headWeights weigh them', async () => {
  const { loss, calls } = counted();
  const options = { ...brief, epochs: 1, batchSize: 4, loss, headWeights: [0, 1, 0, 3] };
  const { epochs } = await trainSegmentation(build(), options);
  expect(epochs[0]!.loss).toBeCloseTo((calls[1]! + 3 * calls[3]!) / 4, 5);
  expect(epochs[0]!.valLoss).toBeCloseTo((calls[5]! + 3 * calls[7]!) / 4, 5);
});

test('headWeights must be as many as heads', async () => {
  await expect(trainSegmentation(build(), { ...brief, headWeights: [1, 1] })).rejects.toThrow(
    new RangeError('trainSegmentation: `headWeights` must be one number for each of 4 heads; received [1,1]'),
  );
});

test('predictSamples refuses a model of several heads, and says what to do', async () => {
  await expect(predictSamples(build(), brief.val).next()).rejects.toThrow(
    new RangeError(
      'predictSamples: expected a model with one output; "unetPlusPlus" has 4. Average its heads: `averageHeads(model)`, or prune it: `pruneUnetPlusPlus(model)`',
    ),
  );
});
