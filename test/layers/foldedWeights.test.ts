import * as tf from '@tensorflow/tfjs';
import { beforeEach, expect, it } from 'vitest';

import { ConvBatchNormRelu } from '../../src/layers/convBatchNormRelu';

beforeEach(() => tf.setBackend('cpu'));

/** A unit on maps of ones: with a kernel of `k`, k / √1.001 per pixel at first. */
function unit() {
  const layer = new ConvBatchNormRelu({ filters: 1, kernelSize: 1, convBias: false });
  const predict = (training = false) =>
    tf.tidy(() => (layer.apply(tf.ones([1, 2, 2, 1]), { training }) as tf.Tensor).dataSync()[0]!);
  predict();
  const setKernel = (k: number) => layer.weights[0]!.write(tf.fill([1, 1, 1, 1], k));
  return { layer, predict, setKernel };
}

it('folded weights are kept: the second prediction makes no tensor and equals the first', () => {
  const { predict, setKernel } = unit();
  setKernel(2);
  const first = predict();
  const before = tf.memory().numTensors;
  expect(predict()).toBe(first);
  expect(tf.memory().numTensors).toBe(before);
  expect(first).toBeCloseTo(2 / Math.sqrt(1.001), 6);
});

it('they follow a weight that is set', () => {
  const { layer, predict, setKernel } = unit();
  setKernel(2);
  predict();
  setKernel(3);
  expect(predict()).toBeCloseTo(3 / Math.sqrt(1.001), 6);
  const [kernel, ...vectors] = [5, 1, 0, 1, 3.999]; // γ, β, mean and variance
  layer.setWeights([tf.fill([1, 1, 1, 1], kernel!), ...vectors.map((value) => tf.fill([1], value))]);
  expect(predict()).toBeCloseTo(2, 6); // (5 − 1) / √4
});

it('they follow the moving averages of a training step, which frees them', () => {
  const { predict, setKernel } = unit();
  setKernel(2);
  const before = predict();
  const kept = tf.memory().numTensors;
  predict(true); // the mean goes from 0 to 0.02, the variance from 1 to 0.99
  expect(tf.memory().numTensors).toBe(kept - 2);
  expect(predict()).toBeCloseTo((2 - 0.02) / Math.sqrt(0.991), 5);
  expect(before).not.toBeCloseTo((2 - 0.02) / Math.sqrt(0.991), 5);
});

it('a gradient through the folding is that of the weights', () => {
  const { layer, setKernel } = unit();
  setKernel(2);
  const kernel = layer.weights[0]!.read() as tf.Variable;
  const sum = () => tf.sum(layer.apply(tf.ones([1, 2, 2, 1])) as tf.Tensor).asScalar();
  const { grads } = tf.variableGrads(sum, [kernel]);
  expect(Object.values(grads)[0]!.dataSync()[0]).toBeCloseTo(4 / Math.sqrt(1.001), 5);
});

it('they go with the layer', () => {
  const before = tf.memory().numTensors;
  unit().layer.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
