import * as tf from '@tensorflow/tfjs';
import { afterEach, expect, it } from 'vitest';

import { checkInputGradients, trustsInputGradients } from '../../../src/kernels/tensorflow/trustedGradients';
import { registers } from '../../support/backendPackages';

const taps = [1, 2, 3, 4, 5, 6, 7, 8, 9];

afterEach(async () => {
  await tf.setBackend('cpu');
  tf.removeBackend('tensorflow');
});

it.each([
  ['whole', taps, true],
  ['without a tap, as on AMD’s Zen 5', [1, 0, ...taps.slice(2)], false],
  ['whole again', taps, true],
])('input gradients are trusted if a known one is right: %s', async (_, gradient, trusted) => {
  const executeMultipleOutputs = () => [tf.tensor(gradient)];
  registers('tensorflow', { isUsingGpuDevice: false, binding: {}, executeMultipleOutputs })();
  await tf.setBackend('tensorflow');
  const before = tf.memory().numTensors;
  checkInputGradients();
  expect(trustsInputGradients()).toBe(trusted);
  expect(tf.memory().numTensors).toBe(before);
});
