import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';

import { makeDiceCoefficient } from '../../src/metrics/diceCoefficient';
import { SegmentationScores } from '../../src/metrics/segmentationScores';
import { Random } from '../../src/utils/random';
import { fromCounts, maskPair } from '../support/masks';

const three = [
  { tp: 6, fp: 2, fn: 4 },
  { tp: 0, fp: 0, fn: 0 },
  { tp: 0, fp: 3, fn: 0 },
];

describe.each(['cpu', 'wasm'])('SegmentationScores on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  it('gives the same report for batches, masks in memory and counts', async () => {
    const [ofBatches, ofMasks, ofCounts] = [0, 1, 2].map(() => new SegmentationScores()) as SegmentationScores[];
    const { truth, prediction } = fromCounts(three);
    ofBatches!.addBatch(truth.slice(0, 2), prediction.slice(0, 2), ['a', 'b']);
    ofBatches!.addBatch(truth.slice(2), prediction.slice(2), ['a']);
    three.forEach((counts, i) => {
      const pair = maskPair(counts);
      ofMasks!.addMask(pair.truth, pair.prediction, 'aba'[i]);
      ofCounts!.addCounts(counts, 'aba'[i]);
    });
    const report = await ofCounts!.result();
    expect(report.counts).toEqual([{ tp: 6, fp: 5, fn: 4 }]);
    expect(await ofBatches!.result()).toEqual(report);
    expect(await ofMasks!.result()).toEqual(report);
  });

  it('keeps counts on the device until the result, then frees them', async () => {
    const { truth, prediction } = fromCounts(three);
    const before = tf.memory().numTensors;
    const scores = new SegmentationScores();
    tf.tidy(() => scores.addBatch(truth, prediction));
    scores.addBatch(truth, prediction);
    expect(tf.memory().numTensors).toBe(before + 2);
    await Promise.all([scores.result(), scores.result()]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('goes on counting after a result', async () => {
    const { truth, prediction } = fromCounts(three);
    const scores = new SegmentationScores();
    scores.addBatch(truth, prediction);
    expect((await scores.result()).perImage.recall.n).toBe(3);
    scores.addBatch(truth, prediction);
    expect((await scores.result()).perImage.recall.n).toBe(6);
  });

  it('frees everything and starts anew on reset', async () => {
    const { truth, prediction } = fromCounts(three);
    const before = tf.memory().numTensors;
    const scores = new SegmentationScores();
    scores.addBatch(truth, prediction);
    const reading = scores.result();
    scores.addBatch(truth, prediction);
    scores.reset();
    expect((await reading).perImage.recall.n).toBe(3);
    expect(tf.memory().numTensors).toBe(before);
    await expect(scores.result()).rejects.toThrow('SegmentationScores: there is nothing to score; add an image first');
  });

  it('does not depend on the batch size, and agrees with the metric', async () => {
    const random = new Random(3);
    const truth = tf.tensor(
      Array.from({ length: 5 * 48 }, () => Number(random.uniform() < 0.3)),
      [5, 4, 4, 3],
    );
    const prediction = tf.tensor(
      Array.from({ length: 5 * 48 }, () => random.uniform()),
      [5, 4, 4, 3],
    );
    const [whole, parts] = [new SegmentationScores(), new SegmentationScores()];
    whole.addBatch(truth, prediction);
    parts.addBatch(truth.slice(0, 4), prediction.slice(0, 4));
    parts.addBatch(truth.slice(4), prediction.slice(4));
    const report = await whole.result();
    expect(await parts.result()).toEqual(report);
    const mean = makeDiceCoefficient()(truth, prediction).mean().dataSync()[0]!;
    expect(report.perImage.diceCoefficient.mean).toBeCloseTo(mean, 6);
  });
});

describe('SegmentationScores', () => {
  it('uses its threshold for batches and masks, and logits if it is told so', async () => {
    const [truth, logits] = [
      [1, 1, 0, 0],
      [2, 0.3, 0.3, -1],
    ];
    const scores = new SegmentationScores({ threshold: 0.6, fromLogits: true }); // 0.6 is the logit 0.405
    scores.addMask(truth!, logits!);
    scores.addBatch(tf.tensor(truth!, [1, 2, 2, 1]), tf.tensor(logits!, [1, 2, 2, 1]));
    expect((await scores.result()).counts).toEqual([{ tp: 2, fp: 0, fn: 2 }]);
  });

  it('has no scores per patient unless patients are named', async () => {
    const scores = new SegmentationScores();
    scores.addCounts({ tp: 1, fp: 0, fn: 0 });
    expect((await scores.result()).perPatient).toBeNull();
  });

  it('refuses what does not fit', () => {
    const scores = new SegmentationScores();
    expect(() => scores.addBatch(tf.zeros([2, 4, 4]), tf.zeros([2, 4, 4, 1]))).toThrow(
      new RangeError(
        'SegmentationScores: `yTrue` and `yPred` must have the same shape [batch, …, channels]; received [2, 4, 4] and [2, 4, 4, 1]',
      ),
    );
    expect(() => scores.addBatch(tf.zeros([2, 4, 4, 1]), tf.zeros([2, 4, 4, 1]), ['a'])).toThrow(
      new RangeError('SegmentationScores: `patients` must be one name for each of 2 images; received ["a"]'),
    );
    expect(() => scores.addMask([0, 1, 1], [0.5])).toThrow(
      new RangeError('SegmentationScores: `prediction` must be as long as the ground truth (3); received 1'),
    );
    expect(() => scores.addCounts({ tp: 1, fp: Number.NaN, fn: 0 })).toThrow(
      new RangeError(
        'SegmentationScores: `counts` must be whole numbers of pixels; received {"tp":1,"fp":null,"fn":0}',
      ),
    );
    expect(() => new SegmentationScores({ threshold: -1 })).toThrow(
      new RangeError('SegmentationScores: `threshold` must be from 0 to 1; received -1'),
    );
  });
});
