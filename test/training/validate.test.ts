import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';

import { labelTable } from '../../src/data/labels/labelTable';
import { outputFor } from '../../src/data/labels/outputFor';
import { type Sample, samplesOf } from '../../src/data/sample';
import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { useBackend } from '../../src/node/backends/useBackend';
import { headsLoss } from '../../src/training/headsLoss';
import { validate } from '../../src/training/validate';

beforeAll(() => useBackend('cpu', { log: null }));

const labels = labelTable({ liver: 1, spleen: 2, colon: 3 });

/** A network that sees only background. */
function blind(): tf.LayersModel {
  const { classes, activation } = outputFor(labels);
  const conv = tf.layers.conv2d({ inputShape: [null, null, 1], filters: classes, kernelSize: 1, activation });
  const model = tf.sequential({ layers: [conv] });
  tf.tidy(() => model.setWeights([tf.zeros([1, 1, 1, 4]), tf.tensor1d([9, 0, 0, 0])]));
  return model;
}

const sample = (name: string, ...mask: number[]): Sample => ({
  ...{ patient: 'p', name, height: 1, width: 4 },
  image: new Float32Array(4),
  mask: Uint8Array.from(mask),
});

async function scoreOf(patch: readonly [number, number] | null, ...samples: Sample[]): Promise<number> {
  const model = blind();
  const lossOf = headsLoss(model, { loss: bceDiceLoss(), headWeights: null });
  const how = { lossOf, fromLogits: false, batchSize: 1, prefetch: 0, patch, signal: undefined };
  const { valScores } = (await validate(model, samplesOf(samples, labels), how))!;
  model.dispose();
  return valScores.diceCoefficient;
}

test('labels that are absent do not hide that nothing is found', async () => {
  expect(await scoreOf(null, sample('1', 0, 1, 1, 0), sample('2', 0, 0, 2, 0))).toBe(0);
});

test('if nothing is there and nothing is found, all is right', async () => {
  expect(await scoreOf(null, sample('1', 0, 0, 0, 0))).toBe(1);
});

test('patches of one slice are scored together', async () => {
  const patches = [sample('1', 0, 1, 1, 0), sample('1', 0, 0, 0, 0)];
  expect(await scoreOf([1, 4], ...patches)).toBe(0);
});
