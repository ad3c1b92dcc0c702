import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { labelTable } from '../../src/data/labels/labelTable';
import { makeDiceCoefficient } from '../../src/metrics/diceCoefficient';
import { SegmentationScores } from '../../src/metrics/segmentationScores';
import { Random } from '../../src/utils/random';
import { forEachBackend } from '../support/backends';
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

/** One-hot masks `[1, 4, 4, 3]` of background 0, liver 1 and spleen 2. */
const oneHot = (rows: string[]) => {
  const classes = rows.flatMap((row) => [...row].map(Number));
  return tf.tensor(
    classes.flatMap((c) => [0, 1, 2].map((k) => Number(k === c))),
    [1, 4, 4, 3],
  );
};
const drawn = ['1100', '1102', '0022', '0022'];
const found = ['1110', '1002', '0022', '0002'];

forEachBackend(() => {
  it('SegmentationScores has the scores of each class, and skips those that nobody has drawn', async () => {
    const scores = new SegmentationScores({ partialLabels: true, names: ['liver', 'spleen'] });
    tf.tidy(() => {
      const [truth, prediction] = [oneHot(drawn), oneHot(found)];
      scores.addBatch(truth, prediction, ['a']);
      const liver = truth.slice([0, 0, 0, 1], [1, 4, 4, 1]);
      const onlyLiver = tf.concat([liver.sub(1), liver, liver.sub(1)], 3); // −1 where the liver is not
      scores.addBatch(onlyLiver, prediction, ['b']);
    });
    const { perClass, perImage, perPatient, counts, micro, emptyRule } = await scores.result();
    const [liver, spleen] = perClass;
    expect([liver!.name, spleen!.name]).toEqual(['liver', 'spleen']);
    expect(liver!.perImage.diceCoefficient).toEqual({ mean: 0.75, sd: 0, n: 2, skipped: 0 }); // TP 3, FP 1, FN 1
    expect(spleen!.perImage.diceCoefficient).toEqual({ mean: 8 / 9, sd: 0, n: 1, skipped: 1 }); // TP 4, FN 1
    expect(spleen!.perPatient!.recall).toEqual({ mean: 0.8, sd: 0, n: 1, skipped: 1 });
    expect(perImage.diceCoefficient.mean).toBeCloseTo(((0.75 + 8 / 9) / 2 + 0.75) / 2, 12);
    expect(perPatient).toEqual(perImage);
    expect(micro.recall).toBeCloseTo((0.75 + 0.8) / 2, 12);
    expect(counts).toEqual([
      { tp: 6, fp: 2, fn: 2 },
      { tp: 4, fp: 0, fn: 1 },
    ]);
    expect(emptyRule).toContain('Masks that nobody has drawn are skipped (1 of 4).');
  });
});

describe('SegmentationScores', () => {
  it('leaves pixels of masks that nobody has drawn out, and skips images without any other', async () => {
    const scores = new SegmentationScores({ partialLabels: true });
    scores.addMask(Uint8Array.of(1, 1, 0, 255), [1, 0, 0, 1]);
    scores.addMask([1, -1, 0, -1], [1, 1, 0, 1]);
    scores.addMask([-1, -1, -1, -1], [1, 1, 0, 1]);
    const { counts, perImage } = await scores.result();
    expect(counts).toEqual([{ tp: 2, fp: 0, fn: 1 }]);
    expect(perImage.recall).toEqual({ mean: 0.75, sd: 0.25, n: 2, skipped: 1 });
  });

  it('gives no NaN but in the scores of a class that nobody has drawn in any image', async () => {
    const scores = new SegmentationScores({ partialLabels: true, regions: true });
    scores.addCounts([{ tp: 1, fp: 0, fn: 1 }, null]);
    const { perImage, micro, perClass, counts } = await scores.result();
    expect([perImage.recall.mean, micro.recall, perClass[0]!.micro.recall]).toEqual([0.5, 0.5, 0.5]);
    expect(perClass[1]!.perImage.recall).toMatchObject({ mean: Number.NaN, n: 0, skipped: 1 });
    expect(counts[1]).toEqual({ tp: 0, fp: 0, fn: 0 });
  });

  it('needs a name of its own for each class', async () => {
    expect(() => new SegmentationScores({ names: ['liver', 'liver'] })).toThrow(
      'SegmentationScores: `names` must be a different name for each class; received ["liver","liver"]',
    );
    const scores = new SegmentationScores({ names: ['liver', 'spleen'] });
    scores.addCounts({ tp: 1, fp: 0, fn: 0 });
    await expect(scores.result()).rejects.toThrow(
      'SegmentationScores: `names` must be one for each class (1); received ["liver","spleen"]',
    );
  });

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

  it('scores the labels of a table by name, exclusive ones and regions', async () => {
    const organs = new SegmentationScores({ labels: labelTable({ liver: 1, spleen: 2 }) });
    organs.addLabels(Uint8Array.of(0, 1, 1, 2), Uint8Array.of(1, 1, 0, 2), 'p');
    const { perClass, counts } = await organs.result();
    expect(perClass.map(({ name, micro }) => [name, micro.diceCoefficient])).toEqual([
      ['liver', 0.5],
      ['spleen', 1],
    ]);
    expect(counts).toEqual([
      { tp: 1, fp: 1, fn: 1 },
      { tp: 1, fp: 0, fn: 0 },
    ]);
    const lits = new SegmentationScores({ labels: labelTable({ liver: [1, 2], tumour: 2 }) });
    lits.addLabels(Uint8Array.of(0, 1, 3, 3), Uint8Array.of(0, 3, 3, 1));
    expect((await lits.result()).counts).toEqual([
      { tp: 3, fp: 0, fn: 0 },
      { tp: 1, fp: 1, fn: 1 },
    ]);
  });

  it('leaves out pixels and labels that nobody has drawn', async () => {
    const scores = new SegmentationScores({ labels: labelTable({ liver: 1, spleen: 2 }, { ignore: 9 }) });
    scores.addLabels(Uint8Array.of(255, 1, 0), Uint8Array.of(1, 1, 2), 'p', ['spleen']);
    const { perClass, perImage } = await scores.result();
    expect(perClass.map(({ perImage: { diceCoefficient } }) => diceCoefficient.n)).toEqual([1, 0]);
    expect(perImage.diceCoefficient.mean).toBe(1);
  });

  it('takes labels only with a table, and masks of one length', () => {
    expect(() => new SegmentationScores().addLabels(Uint8Array.of(1), Uint8Array.of(1))).toThrow(
      'SegmentationScores: `labels` must be a table for addLabels; received null',
    );
    const scores = new SegmentationScores({ labels: labelTable({ liver: 1 }) });
    expect(() => scores.addLabels(Uint8Array.of(1), Uint8Array.of(1, 1))).toThrow(
      'SegmentationScores: `prediction` must be as long as the ground truth (1); received 2',
    );
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
