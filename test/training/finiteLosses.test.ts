import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';

import { samplesOf } from '../../src/data/sample';
import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { buildUnet } from '../../src/models/unet';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { brightSamples, trainableModel, weightsOf } from '../support/trainableModel';

beforeAll(() => tf.setBackend('cpu'));

const brief = {
  train: brightSamples(10, 1),
  val: brightSamples(3, 2),
  epochs: 3,
  batchSize: 4,
  learningRate: 0.03,
  seed: 5,
};

describe('the weights', () => {
  test('are those of the start if the first epoch has a loss that is not finite', async () => {
    const model = trainableModel();
    const before = weightsOf(model);
    const training = trainSegmentation(model, {
      ...brief,
      loss: (yTrue, yPred) => bceDiceLoss()(yTrue, yPred).mul(tf.scalar(Number.NaN)),
    });
    await expect(training).rejects.toThrow(
      new Error(
        'trainSegmentation: the loss is NaN in epoch 1, by batch 3. The model has the weights of its best epoch, or else ' +
          'the last ones known to be good. Lower `learningRate`, or check a loss of your own for divisions by 0 and ' +
          'logarithms of 0',
      ),
    );
    expect(weightsOf(model)).toEqual(before);
  });

  test('are those of the best epoch if a later one has a loss that is not finite', async () => {
    const model = trainableModel();
    let best: number[] = [];
    let isSpoilt = false;
    const training = trainSegmentation(model, {
      ...brief,
      loss: (yTrue, yPred) => bceDiceLoss()(yTrue, yPred).mul(tf.scalar(isSpoilt ? Number.POSITIVE_INFINITY : 1)),
      onEpoch: () => {
        best = weightsOf(model);
        isSpoilt = true;
      },
    });
    await expect(training).rejects.toThrow('in epoch 2, by batch 3');
    expect(weightsOf(model)).toEqual(best);
  });

  test.each([null, 0.9])(
    'are those of the start if the first validation is not finite, averaged by %s',
    async (emaDecay) => {
      const model = trainableModel();
      const before = weightsOf(model);
      const inValidation = (masks: tf.Tensor) => masks.shape[0] === brief.val.length; // no batch of training has as many
      const training = trainSegmentation(model, {
        ...{ ...brief, emaDecay },
        loss: (yTrue, yPred) => bceDiceLoss()(yTrue, yPred).mul(tf.scalar(inValidation(yTrue) ? Number.NaN : 1)),
      });
      await expect(training).rejects.toThrow('trainSegmentation: the validation loss is NaN in epoch 1');
      expect(weightsOf(model)).toEqual(before);
    },
  );

  test('that a step has spoilt behind a finite loss never reach a checkpoint', async () => {
    const model = trainableModel();
    const before = weightsOf(model);
    const written: Uint8Array[] = [];
    const store = { read: async () => null, write: async (bytes: Uint8Array) => void written.push(bytes) };
    const training = trainSegmentation(model, {
      ...brief,
      // The square root of 0 has an infinite slope, and infinity times 0 is NaN.
      loss: (yTrue, yPred) => tf.add(bceDiceLoss()(yTrue, yPred), tf.sqrt(tf.mul(tf.sum(yPred), 0)).asScalar()),
      checkpoint: { store, everyBatches: 1 },
    });
    await expect(training).rejects.toThrow('trainSegmentation: the weights are NaN in epoch 1, by batch 1');
    expect(written).toEqual([]);
    expect(weightsOf(model)).toEqual(before);
  });

  test('are not trained on samples of another size than the model takes', async () => {
    const model = buildUnet([32, 32, 1], { baseFilters: 2, depth: 2, seed: 1 });
    const { patient, name, height, width } = await brief.train.read(0);
    await expect(trainSegmentation(model, brief)).rejects.toThrow(
      `trainSegmentation: \`train\`: the model takes 32 × 32 pixels; ${patient} ${name} has ${height} × ${width}. Prepare ` +
        'slices in the size of the model: `prepareSlices(slices, { size: [32, 32] })`',
    );
  });

  test('are not trained on an image that is not finite', async () => {
    const [first, ...others] = await Promise.all(
      Array.from({ length: brief.train.length }, (_, i) => brief.train.read(i)),
    );
    const image = Float32Array.from(first!.image).fill(Number.NaN, 5, 6);
    const training = trainSegmentation(trainableModel(), {
      ...brief,
      train: samplesOf([{ ...first!, image }, ...others]),
    });
    await expect(training).rejects.toThrow(
      `trainSegmentation: \`train\`: the image of ${first!.patient} ${first!.name} must be finite; received NaN (pixel 5 of `,
    );
  });
});
