import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { samplesOf } from '../../src/data/sample';
import { buildMsaUnet } from '../../src/models/msaUnet';
import { useBackend } from '../../src/node/backends/useBackend';
import { trainSegmentation } from '../../src/training/trainSegmentation';
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
const build = (seed: number) => buildMsaUnet([32, 32, 1], { baseFilters: 2, seed });

async function lossesOf(model: tf.LayersModel): Promise<number[]> {
  const { epochs } = await trainSegmentation(model, brief);
  return epochs.flatMap(({ loss, valLoss }) => [loss, valLoss]);
}

test('MSA-UNet, DropBlock included, gives the same losses for the same seed', async () => {
  expect(await lossesOf(build(7))).toEqual(await lossesOf(build(7)));
});

test('another seed of MSA-UNet gives other losses', async () => {
  expect(await lossesOf(build(8))).not.toEqual(await lossesOf(build(7)));
});

test('training MSA-UNet leaves no tensor behind', async () => {
  const model = build(7);
  await trainSegmentation(model, brief);
  const before = tf.memory().numTensors;
  await trainSegmentation(model, brief);
  expect(tf.memory().numTensors).toBe(before);
});
