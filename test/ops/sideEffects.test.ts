import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { drawn, moveWeight, observed } from '../../src/ops/sideEffects';

const weightOf = (value: number): tf.LayerVariable => {
  const dense = tf.layers.dense({ units: 1, useBias: false, kernelInitializer: tf.initializers.constant({ value }) });
  dense.build([null, 1]);
  return dense.weights[0]!;
};

it('draws and moves at once', () => {
  const weight = weightOf(1);
  tf.tidy(() => {
    expect(drawn([2], () => tf.tensor1d([3, 4])).arraySync()).toEqual([3, 4]);
    moveWeight(weight, tf.fill([1, 1], 5));
  });
  expect(weight.read().dataSync()).toEqual(Float32Array.of(5));
});

it('leaves both to an observer, as long as it looks', () => {
  const weight = weightOf(1);
  const moved: number[] = [];
  const observer = {
    onDraw: (shape: number[]) => tf.fill(shape, 7),
    onMove: (of: tf.LayerVariable, next: tf.Tensor) => {
      expect(of).toBe(weight);
      moved.push(next.dataSync()[0]!);
    },
  };
  const run = () => {
    moveWeight(weight, tf.fill([1, 1], 5));
    return drawn([2], () => tf.tensor1d([3, 4]));
  };
  tf.tidy(() => {
    expect(observed(observer, run).arraySync()).toEqual([7, 7]);
    expect(moved).toEqual([5]);
    expect(weight.read().dataSync()).toEqual(Float32Array.of(1));
    const failing = () => {
      throw new Error('stop');
    };
    expect(() => observed(observer, failing)).toThrow('stop');
    expect(run().arraySync()).toEqual([3, 4]);
  });
  expect(weight.read().dataSync()).toEqual(Float32Array.of(5));
});
