import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';

import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { binaryCrossEntropyLoss } from '../../src/losses/binaryCrossEntropyLoss';
import { diceLoss } from '../../src/losses/diceLoss';
import type { Loss } from '../../src/losses/loss';
import { Random } from '../../src/utils/random';

const losses: [string, Loss, Loss][] = [
  ['binaryCrossEntropyLoss', binaryCrossEntropyLoss(), binaryCrossEntropyLoss({ fromLogits: true })],
  ['diceLoss', diceLoss(), diceLoss({ fromLogits: true })],
  ['diceLoss per image', diceLoss({ reduction: 'image' }), diceLoss({ reduction: 'image', fromLogits: true })],
  ['bceDiceLoss', bceDiceLoss(), bceDiceLoss({ fromLogits: true })],
];

const random = new Random(5);
const numbers = (n: number, from: number, to: number) =>
  Float32Array.from({ length: n }, () => random.uniform(from, to));
const mask = Float32Array.from({ length: 30 }, (_, i) => Number(i % 3 === 0));
const oneHot = Float32Array.from({ length: 36 }, (_, i) => Number(i % 3 === Math.floor(i / 3) % 3));
const problems = [
  { title: 'one mask', shape: [2, 3, 5, 1], y: mask, p: numbers(30, 0.1, 0.9), z: numbers(30, -3, 3) },
  { title: 'three classes', shape: [2, 2, 3, 3], y: oneHot, p: numbers(36, 0.1, 0.9), z: numbers(36, -3, 3) },
];

const gradient = (loss: Loss, y: tf.Tensor, x: tf.Tensor): Float32Array =>
  tf.tidy(() =>
    tf
      .grad((prediction: tf.Tensor) => loss(y, prediction))(x)
      .dataSync(),
  ) as Float32Array;

describe.each(['cpu', 'wasm'])('every loss on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  describe.each(problems)('with $title', ({ shape, y, p, z }) => {
    it.each(losses)('%s has the gradient of its finite differences', (_, ofProbabilities, ofLogits) => {
      for (const [loss, values] of [[ofProbabilities, p] as const, [ofLogits, z] as const]) {
        const truth = tf.tensor(y, shape);
        const analytic = gradient(loss, truth, tf.tensor(values, shape));
        const largest = Math.max(...analytic.map(Math.abs));
        const step = 1e-2;
        const at = (i: number, delta: number) =>
          loss(
            truth,
            tf.tensor(
              values.map((v, k) => (k === i ? v + delta : v)),
              shape,
            ),
          ).dataSync()[0]!;
        values.forEach((_, i) => {
          const numeric = (at(i, step) - at(i, -step)) / (2 * step);
          expect(Math.abs(analytic[i]! - numeric) / largest, `element ${i}`).toBeLessThan(5e-3);
        });
      }
    });

    it.each(losses)('%s from logits equals the loss of their probabilities', (_, ofProbabilities, ofLogits) => {
      const [truth, logits] = [tf.tensor(y, shape), tf.tensor(z, shape)];
      const probabilities = shape[3] === 1 ? tf.sigmoid(logits) : tf.softmax(logits);
      expect(ofLogits(truth, logits).dataSync()[0]).toBeCloseTo(
        ofProbabilities(truth, probabilities).dataSync()[0]!,
        5,
      );
    });
  });

  it.each(losses)('%s leaves no tensor behind but its value', (_, ofProbabilities, ofLogits) => {
    const [truth, x] = [tf.tensor(mask, [2, 3, 5, 1]), tf.tensor(problems[0]!.p, [2, 3, 5, 1])];
    const before = tf.memory().numTensors;
    for (const loss of [ofProbabilities, ofLogits]) {
      tf.dispose(loss(truth, x));
      tf.dispose(tf.valueAndGrad((prediction: tf.Tensor) => loss(truth, prediction))(x));
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(losses)('%s takes integer and boolean masks', (_, loss) => {
    const x = tf.tensor(problems[0]!.p, [2, 3, 5, 1]);
    const asFloat = loss(tf.tensor(mask, [2, 3, 5, 1]), x).dataSync()[0];
    expect(loss(tf.tensor(mask, [2, 3, 5, 1], 'int32'), x).dataSync()[0]).toBe(asFloat);
    expect(loss(tf.tensor(mask, [2, 3, 5, 1], 'bool'), x).dataSync()[0]).toBe(asFloat);
  });
});

describe('every loss', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it('has the same gradient on cpu and wasm', async () => {
    const results: Float32Array[][] = [];
    for (const backend of ['cpu', 'wasm']) {
      await tf.setBackend(backend);
      results.push(
        problems.flatMap(({ shape, y, p, z }) =>
          losses.flatMap(([, ofProbabilities, ofLogits]) => [
            gradient(ofProbabilities, tf.tensor(y, shape), tf.tensor(p, shape)),
            gradient(ofLogits, tf.tensor(y, shape), tf.tensor(z, shape)),
          ]),
        ),
      );
    }
    const [cpu, wasm] = results.map((gradients) => gradients.flatMap((g) => [...g]));
    cpu!.forEach((g, i) => {
      expect(wasm![i]).toBeCloseTo(g, 6);
    });
  });

  it.each(losses)('%s trains a compiled model and leaks nothing in fit', async (_, __, ofLogits) => {
    await tf.setBackend('cpu');
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4, 4, 1] })] });
    const optimizer = tf.train.sgd(1);
    model.compile({ optimizer, loss: ofLogits });
    const x = tf.tensor(numbers(64, -1, 1), [4, 4, 4, 1]);
    const y = x.greater(0).toFloat();
    await model.fit(x, y, { epochs: 1, verbose: 0 });
    const before = tf.memory().numTensors;
    const { history } = await model.fit(x, y, { epochs: 10, batchSize: 2, verbose: 0 });
    expect(tf.memory().numTensors).toBe(before);
    expect(history.loss!.at(-1)).toBeLessThan(0.8 * (history.loss![0] as number));
  });

  it.each(losses)('%s refuses masks of another shape instead of broadcasting them', (_, loss) => {
    expect(() => loss(tf.zeros([2, 4, 4]), tf.zeros([2, 4, 4, 1]))).toThrow(
      /^(binaryCrossEntropyLoss|diceLoss): `yTrue` and `yPred` must have the same shape \[batch, …, channels\]; received \[2, 4, 4\] and \[2, 4, 4, 1\]$/,
    );
  });
});
