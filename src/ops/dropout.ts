import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { hasKernel, tryKernel } from '../kernels/runKernel';
import { dropValues } from '../utils/dropValues';
import { drawn } from './sideEffects';
import { withGradient } from './withGradient';

/**
 * Zeroes every value with probability `rate`, from 0 to below 1, and scales the others by 1 / (1 − rate).
 *
 * The integer from `nextSeed` and the position of a value alone decide whether it is dropped, the same on every
 * backend. Where the backend has a kernel, the gradient drops again by the same seed, and no mask is kept.
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, nextSeed: () => number): T {
  const { shape } = x;
  if (!hasKernel(kernels.dropout))
    return tf.tidy(() =>
      tf.mul(
        x,
        drawn(shape, () => maskOf(shape, rate, nextSeed())),
      ),
    );
  const seed = nextSeed();
  const drop = (values: tf.Tensor) => tryKernel(kernels.dropout, [values], { rate, seed })![0];
  return withGradient([x], {
    forward: () => ({ value: drop(x) as T, saved: [] }),
    gradients: (dy) => [drop(dy)],
  });
}

function maskOf(shape: number[], rate: number, seed: number): tf.Tensor {
  const mask = new Float32Array(tf.util.sizeFromShape(shape));
  dropValues(new Float32Array(mask.length).fill(1), mask, rate, seed);
  return tf.tensor(mask, shape);
}
