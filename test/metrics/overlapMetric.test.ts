import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';

import { diceCoefficient, makeDiceCoefficient } from '../../src/metrics/diceCoefficient';
import { intersectionOverUnion } from '../../src/metrics/intersectionOverUnion';
import { makePrecision, precision } from '../../src/metrics/precision';
import { makeRecall, recall } from '../../src/metrics/recall';
import { masks } from '../support/masks';

const all = { diceCoefficient, intersectionOverUnion, precision, recall };
const values = (t: tf.Tensor) => [...t.dataSync()];

describe.each(['cpu', 'wasm'])('every metric on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  it('predicts strictly above the threshold; truth is above 0.5', () => {
    const truth = masks([0.5, 0.51, 1, 1]);
    const prediction = masks([1, 0.5, 0.51, 1]);
    expect(values(precision(truth, prediction))[0]).toBeCloseTo(2 / 3, 6); // TP 2, FP 1, FN 1
    expect(values(makeRecall({ threshold: 0.25 })(truth, prediction))).toEqual([1]);
    expect(values(makeRecall({ threshold: 0.75 })(truth, prediction))[0]).toBeCloseTo(1 / 3, 6);
  });

  it('takes logits', () => {
    const [truth, logits] = [masks([1, 1, 0, 0]), masks([0.1, -0.1, 0.1, -5])];
    expect(values(makeDiceCoefficient({ fromLogits: true })(truth, logits))).toEqual([0.5]);
    expect(values(makeRecall({ fromLogits: true, threshold: 0.6 })(truth, logits))).toEqual([0]);
  });

  it('averages the classes without class 0', () => {
    // class 1: TP 1, FP 1, FN 0; class 2: TP 1, FP 0, FN 1; class 0 is right everywhere but counts for nothing
    const truth = tf.oneHot(tf.tensor1d([0, 1, 2, 2], 'int32'), 3).reshape([1, 2, 2, 3]);
    const prediction = tf.oneHot(tf.tensor1d([0, 1, 1, 2], 'int32'), 3).reshape([1, 2, 2, 3]);
    expect(values(diceCoefficient(truth, prediction))[0]).toBeCloseTo(2 / 3, 6);
    expect(values(intersectionOverUnion(truth, prediction))[0]).toBeCloseTo(0.5, 6);
    expect(values(precision(truth, prediction))[0]).toBeCloseTo(0.75, 6);
    expect(values(recall(truth, prediction))[0]).toBeCloseTo(0.75, 6);
    const logits = prediction.toFloat().mul(9);
    expect(values(makePrecision({ fromLogits: true })(truth, logits))[0]).toBeCloseTo(0.75, 6);
  });

  it('applies the empty rule class by class', () => {
    const labels = tf.tensor1d([0, 0, 1, 1, 0, 0, 0, 0], 'int32'); // class 2 nowhere; second image background alone
    const truth = tf.oneHot(labels, 3).reshape([2, 2, 2, 3]);
    const half = tf.oneHot(tf.tensor1d([0, 0, 0, 1, 0, 0, 0, 0], 'int32'), 3).reshape([2, 2, 2, 3]);
    expect(values(recall(truth, half))).toEqual([0.75, 1]);
    expect(values(makeRecall({ emptyValue: 0 })(truth, half))).toEqual([0.25, 0]);
    expect(values(makeRecall({ emptyValue: Number.NaN })(truth, half))).toEqual([0.5, Number.NaN]);
  });
});

describe('every metric', () => {
  it('is averaged and logged under its name by a compiled model', async () => {
    await tf.setBackend('cpu');
    const model = tf.sequential({ layers: [tf.layers.activation({ activation: 'linear', inputShape: [2, 2, 1] })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metrics: Object.values(all) });
    const truth = tf.tensor([1, 1, 0, 0, 1, 0, 0, 0], [2, 2, 2, 1]);
    const prediction = tf.tensor([0.9, 0.2, 0.8, 0, 0.7, 0, 0, 0], [2, 2, 2, 1]);
    expect(model.metricsNames).toEqual(['loss', ...Object.keys(all)]);
    const [, ...means] = model.evaluate(prediction, truth) as tf.Scalar[];
    [0.75, 2 / 3, 0.75, 0.75].forEach((expected, i) => {
      expect(means[i]!.dataSync()[0]).toBeCloseTo(expected, 6);
    });
  });
});
