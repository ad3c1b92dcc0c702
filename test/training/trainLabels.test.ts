import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import {
  buildUnet,
  type LabelTable,
  labelTable,
  modelLabels,
  outputFor,
  phantomDataSet,
  prepareSlices,
  type Sample,
  samplesOf,
  splitDataSet,
  trainSegmentation,
} from '../../src/index';

const network = (labels: LabelTable) =>
  buildUnet([32, 32, 1], { baseFilters: 2, depth: 2, seed: 1, ...outputFor(labels) });

/** Samples whose mask is a function of the pixel. */
const samplesFor = (labels: LabelTable, code: (i: number) => number, more: Partial<Sample> = {}) =>
  samplesOf(
    Array.from({ length: 2 }, (_, n) => ({
      ...{ patient: 'p', name: `slice ${n}`, height: 32, width: 32 },
      image: Float32Array.from({ length: 1024 }, (_, i) => ((i * 7 + n) % 16) / 16),
      mask: Uint8Array.from({ length: 1024 }, (_, i) => code(i)),
      ...more,
    })),
    labels,
  );

const lossesOf = async (labels: LabelTable, code: (i: number) => number, more: Partial<Sample> = {}) => {
  const model = network(labels);
  const samples = samplesFor(labels, code, more);
  const { epochs } = await trainSegmentation(model, { train: samples, val: samples, epochs: 2, batchSize: 2 });
  model.dispose();
  return epochs.flatMap(({ loss, valLoss }) => [loss, valLoss]);
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('training with a table of labels', () => {
  it('segments the organs of the phantom, and the model keeps their table', async () => {
    const data = phantomDataSet({ patients: 3, slicesPerPatient: 2, size: 32, labels: 'organs' });
    const { parts } = await splitDataSet(data);
    const [train, val] = [prepareSlices(parts.train), prepareSlices(parts.val)];
    expect(train.labels!.labels).toHaveLength(8);
    const model = network(train.labels!);
    const { epochs } = await trainSegmentation(model, { train, val, epochs: 2, batchSize: 2 });
    expect(epochs[1]!.loss).toBeLessThan(epochs[0]!.loss);
    expect(modelLabels(model)).toEqual(train.labels);
    model.dispose();
  });

  it('learns overlapping regions', async () => {
    const losses = await lossesOf(labelTable({ liver: [1, 2], tumour: 2 }), (i) => [0, 1, 3, 1][i % 4]!);
    expect(losses[2]).toBeLessThan(losses[0]!);
  });

  it('stays finite when a class is absent from all samples', async () => {
    const losses = await lossesOf(labelTable({ liver: 1, spleen: 2 }), (i) => i % 2);
    expect(losses.every(Number.isFinite)).toBe(true);
  });

  it('stays finite when labels are drawn only in part, or pixels not at all', async () => {
    const labels = { ...labelTable({ liver: 1, spleen: 2 }), partial: true };
    const losses = await lossesOf(labels, (i) => [0, 1, 255][i % 3]!, { undrawn: ['spleen'] });
    expect(losses.every(Number.isFinite)).toBe(true);
  });

  it('refuses a model with too few channels, and says which it needs', async () => {
    const labels = labelTable({ liver: 1, spleen: 2 });
    const samples = samplesFor(labels, (i) => i % 3);
    const model = buildUnet([32, 32, 1], { baseFilters: 2, depth: 2 });
    await expect(trainSegmentation(model, { train: samples, val: samples })).rejects.toThrow(
      'the labels liver, spleen are exclusive classes and need 3 channels with a softmax; the model has 1 with a sigmoid. ' +
        'Build the model for them: `buildModel(name, inputShape, outputFor(labels))`',
    );
  });

  it('refuses a softmax over regions', async () => {
    const labels = labelTable({ liver: [1, 2], tumour: 2 });
    const samples = samplesFor(labels, (i) => i % 2);
    const model = buildUnet([32, 32, 1], { baseFilters: 2, depth: 2, classes: 2 });
    await expect(trainSegmentation(model, { train: samples, val: samples })).rejects.toThrow(
      'the labels liver, tumour are regions that may overlap and need 2 channels with a sigmoid',
    );
  });

  it('refuses parts with different labels', async () => {
    const labels = labelTable({ liver: 1, spleen: 2 });
    const [train, val] = [samplesFor(labels, () => 1), samplesFor(labelTable({ liver: 1 }), () => 1)];
    await expect(trainSegmentation(network(labels), { train, val })).rejects.toThrow(
      '`val` must be of the labels of `train`: liver, spleen; received liver',
    );
  });

  it('refuses a code that the table does not have', async () => {
    const samples = samplesFor(labelTable({ liver: 1, spleen: 2 }), () => 3);
    await expect(
      trainSegmentation(network(samples.labels!), { train: samples, val: samples, epochs: 1 }),
    ).rejects.toThrow('the mask of p slice 0 must hold from 0 to 2; received 3 (pixel 0 of 1024)');
  });
});
