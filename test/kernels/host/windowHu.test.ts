import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import * as kernels from '../../../src/kernels/catalog';
import { hasKernel } from '../../../src/kernels/runKernel';
import { useBackend } from '../../../src/node/backends/useBackend';
import { HUWindow } from '../../../src/preprocess/huWindow';
import { outputOf } from '../../support/layers';

/** Runs a function while tfjs's registry lacks our kernel for the cpu backend. */
async function composed<T>(run: () => Promise<T>): Promise<T> {
  const config = tf.getKernel(kernels.windowHu.name, 'cpu');
  tf.unregisterKernel(kernels.windowHu.name, 'cpu');
  try {
    expect(hasKernel(kernels.windowHu)).toBe(false);
    return await run();
  } finally {
    tf.registerKernel(config);
  }
}

it.each([
  [-200, 250],
  [-160.5, 240.25],
  [0.1, 99.9],
])('equals its composition of stock kernels to the last bit: window %f to %f', async (windowMin, windowMax) => {
  await useBackend('cpu', { log: null });
  expect(hasKernel(kernels.windowHu)).toBe(true);
  const whole = Float32Array.from({ length: 4096 }, (_, i) => i - 1024);
  // Around every value that lies between two grey levels, where the last bit decides.
  const ties = Float32Array.from({ length: 255 * 9 }, (_, i) => {
    const tie = windowMin + ((Math.floor(i / 9) + 0.5) * (windowMax - windowMin)) / 255;
    return tie * (1 + ((i % 9) - 4) * 2 ** -23);
  });
  const extremes = Float32Array.of(windowMin, windowMax, Number.NaN, 3e38, -3e38, Infinity, -Infinity, -0);
  for (const values of [whole, ties, extremes]) {
    const windowed = () =>
      outputOf(new HUWindow({ windowMin, windowMax }), tf.tensor4d(values, [1, 1, values.length, 1]));
    expect(Float32Array.from(await windowed())).toEqual(Float32Array.from(await composed(windowed)));
  }
});
