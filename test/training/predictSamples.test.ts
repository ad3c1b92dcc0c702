import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';

import { samplesOf } from '../../src/data/sample';
import { predictSamples } from '../../src/training/predictSamples';
import { modelRuns } from '../support/modelRuns';
import { leftModel } from '../support/pixelModels';
import { brightSamples, trainableModel } from '../support/trainableModel';

beforeAll(() => tf.setBackend('cpu'));

const samples = brightSamples(5, 1);

async function collect(batchSize?: number) {
  const predictions = [];
  for await (const prediction of predictSamples(trainableModel(), samples, { batchSize })) predictions.push(prediction);
  return predictions;
}

test('every sample comes in order with one value per pixel', async () => {
  const predictions = await collect();
  expect(predictions.map(({ sample }) => sample.name)).toEqual(['slice-0', 'slice-1', 'slice-2', 'slice-3', 'slice-4']);
  expect(predictions.map(({ probabilities }) => probabilities.length)).toEqual([64, 64, 64, 64, 64]);
});

test('the values are those of model.predict', async () => {
  const { image } = await samples.read(3);
  const expected = tf.tidy(() => (trainableModel().predict(tf.tensor4d(image, [1, 8, 8, 1])) as tf.Tensor).dataSync());
  expect([...(await collect())[3]!.probabilities]).toEqual([...expected]);
});

test('batches change nothing', async () => {
  expect(await collect(2)).toEqual(await collect(1));
});

test('with flips averages over the four', async () => {
  const image = Float32Array.of(1, 2, 3);
  const sample = { patient: 'p', name: 's', height: 1, width: 3, image, mask: new Uint8Array(3) };
  for await (const { probabilities } of predictSamples(leftModel(), samplesOf([sample]), { flips: true }))
    expect([...probabilities]).toEqual([1, 2, 1]); // from the left 0 1 2, from the right 2 3 0
});

test('with flips runs the model on no more than batchSize samples at a time', async () => {
  const model = leftModel();
  const runs = modelRuns(model);
  for await (const _ of predictSamples(model, samples, { batchSize: 3, flips: true }));
  expect(runs.map(([batch]) => batch)).toEqual([3, 3, 3, 3, 2, 2, 2, 2]);
});

test('leaves no tensor behind, also when it is left early', async () => {
  const model = trainableModel();
  const before = tf.memory().numTensors;
  for await (const { sample } of predictSamples(model, samples, { batchSize: 2 })) if (sample.name === 'slice-2') break;
  expect(tf.memory().numTensors).toBe(before);
});

test('a batch size of 0 is refused', async () => {
  await expect(collect(0)).rejects.toThrow(
    new RangeError('predictSamples: `batchSize` must be a positive integer; received 0'),
  );
});

test('a prefetch below 0 is refused', async () => {
  await expect(predictSamples(trainableModel(), samples, { prefetch: -1 }).next()).rejects.toThrow(
    new RangeError('predictSamples: `prefetch` must be an integer of at least 0; received -1'),
  );
});
