import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test, vi } from 'vitest';

import { type Sample, samplesOf } from '../../src/data/sample';
import { binaryCrossEntropyLoss } from '../../src/losses/binaryCrossEntropyLoss';
import type { Loss } from '../../src/losses/loss';
import { FusedAdam } from '../../src/training/optimizer/fusedAdam';
import { paperRecipe } from '../../src/training/paperRecipe';
import { trainSettings } from '../../src/training/trainOptions';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { expectClose } from '../support/gradients';
import { brightSamples, trainableModel, weightsOf } from '../support/trainableModel';

beforeAll(() => tf.setBackend('cpu'));

const data = { train: brightSamples(10, 1), val: brightSamples(3, 2) };
const brief = { ...data, batchSize: 4, learningRate: 0.03, seed: 5 };
const invert = (sample: Sample): Sample => ({ ...sample, mask: sample.mask.map((liver) => 1 - liver) });
/** What is learned makes these worse. */
const inverted = samplesOf([0, 1].map((i) => invert(data.val.read(i) as Sample)));

describe('plateau', () => {
  test('halves the learning rate for the epochs after a plateau', async () => {
    const { epochs } = await trainSegmentation(trainableModel(), {
      ...{ ...brief, val: inverted, epochs: 8, earlyStopping: null },
      plateau: { patience: 2, minDelta: 1e9 },
    });
    const rates = epochs.map(({ learningRate }) => learningRate);
    expect(rates).toEqual([0.03, 0.03, 0.03, 0.015, 0.015, 0.0075, 0.0075, 0.00375]);
  });

  test('null leaves the learning rate as it is', async () => {
    const options = { ...brief, val: inverted, epochs: 12, learningRate: 0.3, earlyStopping: null };
    const { epochs } = await trainSegmentation(trainableModel(), { ...options, plateau: null });
    expect(new Set(epochs.map(({ learningRate }) => learningRate))).toEqual(new Set([0.3]));
  });
});

describe('early stopping', () => {
  const stopped = { ...brief, val: inverted, epochs: 100, earlyStopping: { patience: 3 } };

  test('ends the run and leaves the best weights in the model', async () => {
    const model = trainableModel();
    const seen: number[][] = [];
    const history = await trainSegmentation(model, { ...stopped, onEpoch: () => void seen.push(weightsOf(model)) });
    expect(history.ended).toBe('stopped');
    expect(history.epochs).toHaveLength(history.bestEpoch! + 3);
    expect(weightsOf(model)).toEqual(seen[history.bestEpoch! - 1]);
  });

  test('a run whose last epoch is reached is done, not stopped', async () => {
    const { epochs } = await trainSegmentation(trainableModel(), stopped);
    const { ended } = await trainSegmentation(trainableModel(), { ...stopped, epochs: epochs.length });
    expect(ended).toBe('done');
  });
});

describe('defaults', () => {
  test('are those of the paper, but for the augmentation', () => {
    const { augmentation: _, ...recipe } = paperRecipe;
    const comparable = (settings: object) => JSON.parse(JSON.stringify(settings));
    expect(comparable(trainSettings({ ...data, ...recipe }))).toEqual(comparable(trainSettings(data)));
  });

  test('cannot be changed in the recipe', () => {
    expect(Object.isFrozen(paperRecipe)).toBe(true);
    const { augmentation, plateau, earlyStopping } = paperRecipe;
    expect([augmentation, plateau, earlyStopping].every(Object.isFrozen)).toBe(true);
  });

  test.each(['cosine', 'poly'] as const)('with the decay %s are all epochs and no plateau', (decay) => {
    expect(trainSettings({ ...data, decay })).toMatchObject({ plateau: null, earlyStopping: null });
  });

  test('a decay refuses a plateau beside it', () => {
    expect(() => trainSettings({ ...data, decay: 'cosine', plateau: {} })).toThrow(
      new RangeError(
        'trainSegmentation: `decay` must be none with `plateau`, as both lower the learning rate; received "cosine". Pass `decay: \'none\'` or `plateau: null`',
      ),
    );
  });
});

describe('warm-up', () => {
  test('rises over a part of an epoch, then leaves the rate to the plateau', async () => {
    const rates: number[] = [];
    const apply = vi.spyOn(FusedAdam.prototype, 'applyGradients').mockImplementation(function (this: FusedAdam) {
      rates.push(this.learningRate);
    });
    const options = { ...brief, learningRate: 0.4, epochs: 3, warmup: 4 / 3, plateau: { patience: 1, minDelta: 1e9 } };
    await trainSegmentation(trainableModel(), { ...options, earlyStopping: null });
    apply.mockRestore();
    expect(rates).toEqual([0.1, 0.2, 0.4 * 0.75, 0.4, 0.4, 0.4, 0.2, 0.2, 0.2].map((rate) => expect.closeTo(rate, 12)));
  });

  test('and its relatives are refused out of range', () => {
    const fails = (options: object, text: string) =>
      expect(() => trainSettings({ ...data, ...options })).toThrow(new RangeError(`trainSegmentation: ${text}`));
    fails({ warmup: 4, epochs: 3 }, '`warmup` must be from 0 to `epochs`, which is 3; received 4');
    fails({ weightDecay: -0.1 }, '`weightDecay` must be a number of at least 0; received -0.1');
    fails({ emaDecay: 1 }, '`emaDecay` must be null, or at least 0 and below 1; received 1');
  });
});

test('weight decay shrinks weights that nothing else moves', async () => {
  const model = trainableModel();
  const trained = () => model.trainableWeights.flatMap((weight) => [...weight.read().dataSync()]);
  const before = trained();
  const loss: Loss = (_, p) => p.sum<tf.Scalar>().mul(0);
  await trainSegmentation(model, { ...brief, loss, learningRate: 0.5, epochs: 1, weightDecay: 0.2 });
  expectClose(
    trained(),
    before.map((weight) => weight * 0.9 ** 3), // three batches
    1e-6,
  );
});

describe('the moving average of the weights', () => {
  const run = async (options: object) => {
    const model = trainableModel();
    const seen: number[][] = [];
    const onEpoch = () => void seen.push(weightsOf(model));
    const { epochs } = await trainSegmentation(model, {
      ...brief,
      epochs: 3,
      earlyStopping: null,
      ...options,
      onEpoch,
    });
    return { epochs, seen, kept: weightsOf(model) };
  };

  test('is what is validated, shown and kept, and does not disturb the training', async () => {
    const [plain, averaged] = [await run({}), await run({ emaDecay: 0.9 })];
    const losses = (key: 'loss' | 'valLoss') =>
      [plain, averaged].map(({ epochs }) => epochs.map((epoch) => epoch[key]));
    const [loss, sameLoss] = losses('loss');
    expect(sameLoss).toEqual(loss);
    const [valLoss, otherLoss] = losses('valLoss');
    otherLoss!.forEach((other, i) => {
      expect(other).not.toBe(valLoss![i]);
    });
    const best = otherLoss!.indexOf(Math.min(...otherLoss!));
    expect(averaged.kept).toEqual(averaged.seen[best]);
  });

  test('with a decay of 0 is the weights', async () => {
    const [plain, averaged] = [await run({}), await run({ emaDecay: 0 })];
    averaged.seen.forEach((weights, i) => {
      expectClose(weights, plain.seen[i]!, 1e-6);
    });
  });
});

describe('accumulate', () => {
  const withoutBatchNorm = (l2 = 0) =>
    tf.sequential({
      layers: [
        tf.layers.inputLayer({ inputShape: [null, null, 1] }),
        ...[4, 1].map((filters, i) =>
          tf.layers.conv2d({
            ...{
              name: `conv${i}`,
              filters,
              kernelSize: 1,
              activation: i === 0 ? ('tanh' as const) : ('sigmoid' as const),
            },
            kernelInitializer: tf.initializers.glorotNormal({ seed: 1 + i }),
            kernelRegularizer: l2 > 0 ? tf.regularizers.l2({ l2 }) : undefined,
          }),
        ),
      ],
    });
  const pixelwise = { ...brief, epochs: 2, loss: binaryCrossEntropyLoss() };

  test.each([2, 3, 4])('%i passes give the losses and weights of one, penalties included', async (accumulate) => {
    const [whole, parts] = [withoutBatchNorm(0.01), withoutBatchNorm(0.01)];
    const once = await trainSegmentation(whole, pixelwise);
    const several = await trainSegmentation(parts, { ...pixelwise, accumulate });
    for (const [i, { loss, penalty, valLoss }] of once.epochs.entries()) {
      expect(several.epochs[i]!.loss).toBeCloseTo(loss, 5);
      expect(several.epochs[i]!.penalty).toBeCloseTo(penalty, 5);
      expect(several.epochs[i]!.valLoss).toBeCloseTo(valLoss, 5);
    }
    for (const [i, weight] of weightsOf(whole).entries()) expect(weightsOf(parts)[i]).toBeCloseTo(weight, 4);
  });

  test('no more than batchSize / accumulate samples are in a pass', async () => {
    const sizes: number[] = [];
    const loss = (yTrue: tf.Tensor, yPred: tf.Tensor) => {
      sizes.push(yTrue.shape[0]!);
      return binaryCrossEntropyLoss()(yTrue, yPred);
    };
    await trainSegmentation(trainableModel(), { ...brief, epochs: 1, loss, accumulate: 2 });
    expect(sizes.slice(0, 5)).toEqual([2, 2, 2, 2, 2]);
    expect(Math.max(...sizes)).toBe(2); // validation included
  });

  test('progress counts whole batches', async () => {
    const seen: number[] = [];
    const onProgress = ({ batch }: { batch: number }) => void seen.push(batch);
    await trainSegmentation(trainableModel(), { ...brief, epochs: 1, accumulate: 4, onProgress });
    expect(seen).toEqual([1, 2, 3]);
  });

  test('leaves no tensor behind, also when the second pass of a batch cannot be read', async () => {
    const model = trainableModel();
    await trainSegmentation(model, { ...brief, epochs: 1, accumulate: 2 });
    const before = tf.memory().numTensors;
    await trainSegmentation(model, { ...brief, epochs: 1, accumulate: 2 });
    expect(tf.memory().numTensors).toBe(before);
    let reads = 0;
    const read = (index: number) => {
      if (++reads > data.train.length + 2) throw new Error('unreadable');
      return data.train.read(index);
    };
    const train = { length: data.train.length, read };
    await expect(trainSegmentation(model, { ...brief, train, accumulate: 2, prefetch: 0 })).rejects.toThrow(
      'unreadable',
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test('must be from 1 to batchSize', () => {
    const message = (value: number) =>
      new RangeError(
        `trainSegmentation: \`accumulate\` must be an integer from 1 to \`batchSize\`, which is 4; received ${value}`,
      );
    for (const accumulate of [0, 5, 1.5])
      expect(() => trainSettings({ ...brief, accumulate })).toThrow(message(accumulate));
  });
});
