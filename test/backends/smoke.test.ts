import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { useBackend } from '../../src/node/backends/useBackend';
import { forEachBackend, onCpu } from '../support/backends';

const a = () => tf.randomNormal([33, 40], 0, 1, 'float32', 1);
const x = () => tf.randomNormal([2, 9, 7, 3], 0, 1, 'float32', 2);
const filter = () => tf.randomNormal([3, 3, 3, 5], 0, 1, 'float32', 3);

const computations: Record<string, () => tf.Tensor> = {
  matMul: () => tf.matMul(a(), a(), false, true),
  conv2d: () => tf.conv2d(x() as tf.Tensor4D, filter() as tf.Tensor4D, 1, 'same'),
};

forEachBackend((name) => {
  it.each(Object.entries(computations))('%s equals that of cpu', async (_, compute) => {
    const expected = await onCpu(compute);
    const result = tf.tidy(compute);
    const received = await result.data();
    result.dispose();
    expect(received).toHaveLength(expected.length);
    const error = expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - received[i]!)), 0);
    expect(error).toBeLessThan(1e-4);
  });

  it('is the current backend, and useBackend says so', async () => {
    const lines: string[] = [];
    const info = await useBackend(name, { log: (line) => lines.push(line) });
    expect(tf.getBackend()).toBe(name);
    expect(info.name).toBe(name);
    expect(lines).toEqual([`backend ${name} (${info.detail}), as asked`]);
  });
});
