import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { binaryCrossEntropyLoss } from '../../src/losses/binaryCrossEntropyLoss';
import { diceLoss } from '../../src/losses/diceLoss';
import { focalLoss } from '../../src/losses/focalLoss';
import { focalTverskyLoss } from '../../src/losses/focalTverskyLoss';
import { generalisedDiceLoss } from '../../src/losses/generalisedDiceLoss';
import type { Loss } from '../../src/losses/loss';
import { tverskyLoss } from '../../src/losses/tverskyLoss';
import { Random } from '../../src/utils/random';
import { forEachBackend, onCpu } from '../support/backends';
import { expectGradients, read, readNumber } from '../support/gradients';

const losses: [string, Loss, Loss][] = [
  ['binaryCrossEntropyLoss', binaryCrossEntropyLoss(), binaryCrossEntropyLoss({ fromLogits: true })],
  ['diceLoss', diceLoss(), diceLoss({ fromLogits: true })],
  ['diceLoss per image', diceLoss({ reduction: 'image' }), diceLoss({ reduction: 'image', fromLogits: true })],
  ['bceDiceLoss', bceDiceLoss(), bceDiceLoss({ fromLogits: true })],
  ['focalLoss', focalLoss(), focalLoss({ fromLogits: true })],
  ['tverskyLoss', tverskyLoss(), tverskyLoss({ fromLogits: true })],
  ['focalTverskyLoss', focalTverskyLoss(), focalTverskyLoss({ fromLogits: true })],
  ['generalisedDiceLoss', generalisedDiceLoss(), generalisedDiceLoss({ fromLogits: true })],
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

const truth = () => tf.tensor(mask, [2, 3, 5, 1]);
const prediction = () => tf.tensor(problems[0]!.p, [2, 3, 5, 1]);

forEachBackend((backend) => {
  describe('every loss', () => {
    describe.each(problems)('with $title', ({ shape, y, p, z }) => {
      it.each(losses)('%s has the gradient of its finite differences', async (_, ofProbabilities, ofLogits) => {
        const elements = backend === 'webgpu' ? 6 : y.length; // it may be emulated
        for (const [loss, values] of [[ofProbabilities, p] as const, [ofLogits, z] as const])
          await expectGradients((x: tf.Tensor) => loss(tf.tensor(y, shape), x), [{ shape, values }], { elements });
      });

      it.each(losses)('%s has the gradient that it has on cpu', async (_, ofProbabilities, ofLogits) => {
        for (const [loss, values] of [[ofProbabilities, p] as const, [ofLogits, z] as const]) {
          const gradient = () => tf.grad((x: tf.Tensor) => loss(tf.tensor(y, shape), x))(tf.tensor(values, shape));
          const expected = await onCpu(gradient);
          const [received] = await read(gradient);
          expected.forEach((g, i) => {
            expect(received![i], `element ${i}`).toBeCloseTo(g, 6);
          });
        }
      });

      it.each(losses)('%s from logits equals the loss of their probabilities', async (_, ofProbabilities, ofLogits) => {
        const [received, expected] = await read(() => {
          const [truth, logits] = [tf.tensor(y, shape), tf.tensor(z, shape)];
          const probabilities = shape[3] === 1 ? tf.sigmoid(logits) : tf.softmax(logits);
          return [ofLogits(truth, logits), ofProbabilities(truth, probabilities)];
        });
        expect(received![0]).toBeCloseTo(expected![0]!, 5);
      });
    });

    it.each(losses)('%s leaves no tensor behind but its value', (_, ofProbabilities, ofLogits) => {
      const [y, x] = [truth(), prediction()];
      const before = tf.memory().numTensors;
      for (const loss of [ofProbabilities, ofLogits]) {
        tf.dispose(loss(y, x));
        tf.dispose(tf.valueAndGrad((at: tf.Tensor) => loss(y, at))(x));
      }
      expect(tf.memory().numTensors).toBe(before);
      tf.dispose([y, x]);
    });

    it.each(losses)('%s takes integer and boolean masks', async (_, loss) => {
      const asFloat = await readNumber(() => loss(truth(), prediction()));
      expect(await readNumber(() => loss(truth().toInt(), prediction()))).toBe(asFloat);
      expect(await readNumber(() => loss(truth().toBool(), prediction()))).toBe(asFloat);
    });
  });
});

describe('every loss', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it.each(losses)('%s trains a compiled model and leaks nothing in fit', async (_, __, ofLogits) => {
    await tf.setBackend('cpu');
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [4, 4, 1], kernelInitializer: 'zeros' })],
    });
    const optimizer = tf.train.sgd(1);
    model.compile({ optimizer, loss: ofLogits });
    const x = tf.tensor(numbers(64, -1, 1), [4, 4, 4, 1]);
    const y = x.greater(0).toFloat();
    await model.fit(x, y, { epochs: 1, verbose: 0 });
    const before = tf.memory().numTensors;
    const { history } = await model.fit(x, y, { epochs: 10, batchSize: 2, shuffle: false, verbose: 0 });
    expect(tf.memory().numTensors).toBe(before);
    expect(history.loss!.at(-1)).toBeLessThan(0.8 * (history.loss![0] as number));
  });

  it.each(losses)('%s refuses masks of another shape instead of broadcasting them', (_, loss) => {
    expect(() => loss(tf.zeros([2, 4, 4]), tf.zeros([2, 4, 4, 1]))).toThrow(
      /^\w+Loss: `yTrue` and `yPred` must have the same shape \[batch, …, channels\]; received \[2, 4, 4\] and \[2, 4, 4, 1\]$/,
    );
  });
});
