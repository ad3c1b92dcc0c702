import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

import { type Differentiable, randomTensor, type Values } from './gradients';

/** Tensors, and their memory on the backend. */
export const memoryInUse = () => {
  const { numTensors, numDataBuffers, numBytes } = tf.memory();
  return { numTensors, numDataBuffers, numBytes, numDataIds: tf.engine().backend.numDataIds() };
};

/** Expects `f` to leave nothing but its value behind: forward, under `tf.grads` and under `tf.variableGrads`. */
export function expectNoLeaks(f: Differentiable, inputs: Values[]): void {
  const call = (tensors: tf.Tensor[]) => f(...(tensors as never[]));
  const variables = inputs.map(({ shape, values }) => tf.tidy(() => tf.variable(tf.tensor(values, shape))));
  const run = () => {
    const y = call(variables);
    const dy = randomTensor(y.shape);
    tf.dispose([tf.grads((...args) => call(args))([...variables], dy), y, dy]);
    tf.dispose(tf.variableGrads(() => call(variables).sum()));
  };
  run(); // some backends keep constants from the first run on
  const before = memoryInUse();
  run();
  expect(memoryInUse()).toEqual(before);
  tf.dispose(variables);
}
