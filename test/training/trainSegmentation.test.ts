import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';

import { type Sample, samplesOf } from '../../src/data/sample';
import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { headsLoss } from '../../src/training/headsLoss';
import type { EpochRecord, TrainingProgress } from '../../src/training/history';
import { trainSegmentation } from '../../src/training/trainSegmentation';
import { validate } from '../../src/training/validate';
import { brightSamples, trainableModel, weightsOf } from '../support/trainableModel';

beforeAll(() => tf.setBackend('cpu'));

const brightSample = (await brightSamples(1, 1).read(0)) as Sample;

const data = { train: brightSamples(10, 1), val: brightSamples(3, 2) };
const brief = { ...data, epochs: 3, batchSize: 4, learningRate: 0.03, seed: 5 };
const invert = (sample: Sample): Sample => ({ ...sample, mask: sample.mask.map((liver) => 1 - liver) });
const losses = ({ epochs }: { epochs: readonly EpochRecord[] }) =>
  epochs.map(({ loss, valLoss, valScores }) => [loss, valLoss, valScores.diceCoefficient]);

test('learns bright pixels', async () => {
  const { epochs, ended } = await trainSegmentation(trainableModel(), { ...brief, epochs: 30 });
  expect(ended).toBe('done');
  expect(epochs).toHaveLength(30);
  expect(epochs[29]!.valScores.diceCoefficient).toBeGreaterThan(0.9);
  expect(epochs[29]!.loss).toBeLessThan(0.6 * epochs[0]!.loss);
});

test('takes the parts of a split whole, and leaves the test part alone', async () => {
  const parts = { ...data, test: brightSamples(1, 3) };
  const { ended } = await trainSegmentation(trainableModel(), { ...brief, ...parts });
  expect(ended).toBe('done');
});

test('the same seed gives the same losses twice', async () => {
  const first = await trainSegmentation(trainableModel(), brief);
  const second = await trainSegmentation(trainableModel(), brief);
  expect(losses(second)).toEqual(losses(first));
});

test('another seed takes the samples in another order', async () => {
  const first = await trainSegmentation(trainableModel(), brief);
  const second = await trainSegmentation(trainableModel(), { ...brief, seed: 6 });
  expect(losses(second)).not.toEqual(losses(first));
});

test('a model of logits is scored and learns as one of probabilities', async () => {
  const still = { ...brief, epochs: 1, learningRate: 1e-9 };
  const [probabilities] = (await trainSegmentation(trainableModel(), still)).epochs as [EpochRecord];
  const logits = { ...still, fromLogits: true };
  const [{ loss, valLoss, valScores }] = (await trainSegmentation(trainableModel({ last: 'linear' }), logits))
    .epochs as [EpochRecord];
  expect(loss).toBeCloseTo(probabilities.loss, 5);
  expect(valLoss).toBeCloseTo(probabilities.valLoss, 5);
  expect(valScores).toEqual(probabilities.valScores);
  expect(valScores.diceCoefficient).toBeGreaterThan(0);
});

test('leaves no tensor behind', async () => {
  const model = trainableModel();
  await trainSegmentation(model, { ...brief, epochs: 1 });
  const before = tf.memory().numTensors;
  await trainSegmentation(model, brief);
  expect(tf.memory().numTensors).toBe(before);
});

test('leaves no tensor behind when a callback throws', async () => {
  const model = trainableModel();
  const before = tf.memory().numTensors;
  const onProgress = () => {
    throw new Error('enough');
  };
  await expect(trainSegmentation(model, { ...brief, onProgress })).rejects.toThrow('enough');
  expect(tf.memory().numTensors).toBe(before);
});

describe('best weights', () => {
  const inverted = samplesOf([0, 1].map((i) => invert(data.val.read(i) as Sample))); // what is learned makes these worse
  const spoiled = { ...brief, epochs: 4, val: inverted };

  test('the model ends with the weights of the lowest validation loss, averages of batch norm included', async () => {
    const model = trainableModel();
    const seen: number[][] = [];
    const onEpoch = () => void seen.push(weightsOf(model));
    const { epochs, bestEpoch } = await trainSegmentation(model, { ...spoiled, onEpoch });
    const lowest = Math.min(...epochs.map(({ valLoss }) => valLoss));
    expect(epochs[bestEpoch! - 1]!.valLoss).toBe(lowest);
    expect(bestEpoch).toBeLessThan(4);
    expect(weightsOf(model)).toEqual(seen[bestEpoch! - 1]);
  });

  test('their validation loss is the recorded one', async () => {
    const model = trainableModel();
    const { epochs, bestEpoch } = await trainSegmentation(model, spoiled);
    const again = await validate(model, inverted, {
      lossOf: headsLoss(model, { loss: bceDiceLoss(), headWeights: null }),
      fromLogits: false,
      batchSize: 4,
      prefetch: 1,
      patch: null,
      signal: undefined,
    });
    expect(again!.valLoss).toBe(epochs[bestEpoch! - 1]!.valLoss);
  });
});

describe('the signal', () => {
  test('stops after the batch it came in, and the epoch does not count', async () => {
    const controller = new AbortController();
    const steps: string[] = [];
    const onProgress = ({ epoch, batch }: TrainingProgress) => {
      steps.push(`${epoch}.${batch}`);
      if (epoch === 2 && batch === 1) controller.abort();
    };
    const history = await trainSegmentation(trainableModel(), { ...brief, onProgress, signal: controller.signal });
    expect(steps).toEqual(['1.1', '1.2', '1.3', '2.1']);
    expect(history).toMatchObject({ ended: 'aborted', bestEpoch: 1 });
    expect(history.epochs).toHaveLength(1);
  });

  test('leaves the best weights in the model and no tensor behind', async () => {
    const model = trainableModel();
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    let best: number[] = [];
    await trainSegmentation(model, {
      ...brief,
      signal: controller.signal,
      onEpoch: () => {
        best = weightsOf(model);
      },
      onProgress: ({ epoch, batch }) => void (epoch === 2 && batch === 2 && controller.abort()),
    });
    expect(weightsOf(model)).toEqual(best);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('that came before the start leaves the model alone', async () => {
    const model = trainableModel();
    const untouched = weightsOf(model);
    const history = await trainSegmentation(model, { ...brief, signal: AbortSignal.abort() });
    expect(history).toEqual({ epochs: [], bestEpoch: null, ended: 'aborted' });
    expect(weightsOf(model)).toEqual(untouched);
  });
});

test('weight penalties are trained on and logged apart from the loss', async () => {
  const options = { ...brief, epochs: 1, batchSize: 10, learningRate: 1e-9 };
  const plain = await trainSegmentation(trainableModel(), options);
  const penalised = await trainSegmentation(trainableModel({ l2: 10 }), options);
  expect(penalised.epochs[0]!.loss).toBeCloseTo(plain.epochs[0]!.loss, 5);
  expect(penalised.epochs[0]!.valLoss).toBeCloseTo(plain.epochs[0]!.valLoss, 5);
  expect(plain.epochs[0]!.penalty).toBe(0);
  const kernels = ['first', 'head'].map((name) => trainableModel().getLayer(name).getWeights()[0]!);
  const expected = kernels.reduce((sum, kernel) => sum + 10 * kernel.square().sum().dataSync()[0]!, 0);
  expect(penalised.epochs[0]!.penalty).toBeCloseTo(expected, 4);
});

test('a frozen layer keeps its weights', async () => {
  const model = trainableModel();
  const first = model.getLayer('first');
  first.trainable = false;
  const before = [...first.getWeights()[0]!.dataSync()];
  await trainSegmentation(model, brief);
  expect([...first.getWeights()[0]!.dataSync()]).toEqual(before);
});

test('cosine decay lets the learning rate fall to almost 0', async () => {
  const { epochs } = await trainSegmentation(trainableModel(), { ...brief, decay: 'cosine' });
  const rates = epochs.map(({ learningRate }) => learningRate);
  const last = (epoch: number) => 0.03 * 0.5 * (1 + Math.cos((Math.PI * (3 * epoch - 1)) / 9));
  expect(rates).toEqual([last(1), last(2), last(3)]);
});

test('progress counts batches and ends with no time left', async () => {
  const seen: TrainingProgress[] = [];
  await trainSegmentation(trainableModel(), {
    ...brief,
    batchSize: 1,
    epochs: 2,
    onProgress: (now) => void seen.push(now),
  });
  expect(seen).toHaveLength(20);
  expect(seen[8]).toMatchObject({ epoch: 1, epochs: 2, batch: 9, batches: 10, loss: null });
  expect(seen[9]!.loss).toBeGreaterThan(0);
  expect(seen[18]!.secondsLeft).toBeGreaterThan(0);
  expect(seen[19]!.secondsLeft).toBe(0);
});

describe('errors', () => {
  const fails = (options: object, error: Error) =>
    expect(trainSegmentation(trainableModel(), { ...brief, ...options })).rejects.toThrow(error);

  test('masks of 0 and 255', async () => {
    const sample = await data.train.read(0);
    const wrong = { ...sample, mask: sample.mask.map((liver) => 255 * liver) };
    await expect(trainSegmentation(trainableModel(), { ...brief, train: samplesOf([wrong]) })).rejects.toThrow(
      /^checkMasks: `train: mask of patient-0 slice-0` must be from 0 to 1; received 255/,
    );
  });

  test('samples of two sizes in a batch', async () => {
    const sample = await data.train.read(0);
    const small = { ...sample, name: 'small', height: 4, width: 16 };
    await fails(
      { train: samplesOf([sample, small]), seed: 1 },
      new RangeError(
        'readBatches: samples of one batch must have one size; patient-0 slice-0 has 8×8 pixels, patient-0 small 4×16. ' +
          'Resize them: `resizeSample`, or cut patches out of them: `patch`, or pass `batchSize: 1`',
      ),
    );
  });

  test('slices that are not prepared', () =>
    fails(
      { val: [{ scan: null, index: 0 }] as never },
      new RangeError(
        'trainSegmentation: `val` must be samples; received a list of 1 slice. Prepare the slices: `prepareSlices(parts.val)`',
      ),
    ));

  test('an empty part', () =>
    fails({ val: samplesOf([]) }, new RangeError('trainSegmentation: `val` must be at least one sample; received []')));

  test('masks that show nothing to learn', () => {
    const empty = samplesOf([{ ...brightSample, mask: new Uint8Array(brightSample.mask.length) }]);
    const message = 'every mask in `train` is empty. Check the masks, and that `liverLabels` names labels in them';
    return fails({ train: empty }, new RangeError(`trainSegmentation: ${message}`));
  });

  test('options out of range', async () => {
    const must = (text: string) => new RangeError(`trainSegmentation: ${text}`);
    await fails({ epochs: 0 }, must('`epochs` must be a positive integer; received 0'));
    await fails({ batchSize: 1.5 }, must('`batchSize` must be a positive integer; received 1.5'));
    await fails({ seed: Number.NaN }, must('`seed` must be an integer; received NaN'));
    await fails({ learningRate: 0 }, must('`learningRate` must be a number above 0; received 0'));
    await fails({ prefetch: -1 }, must('`prefetch` must be an integer of at least 0; received -1'));
    await fails(
      { augmentation: { crop: 2 } },
      new RangeError('Augmentation: `crop` must be from 0 to 0.5; received 2'),
    );
    await fails({ decay: 'linear' }, must('`decay` must be one of none, cosine, poly; received "linear"'));
  });
});
