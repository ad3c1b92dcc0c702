import * as tf from '@tensorflow/tfjs';

import { Random } from '../utils/random';
import { hostKernel, runsOnHost } from './hostKernel';
import { drawn } from './sideEffects';
import { withGradient } from './withGradient';

/**
 * Zeroes every value with probability `rate`, from 0 to below 1, and scales the others by 1 / (1 − rate).
 *
 * What is dropped follows from the integer that `nextSeed` gives and the place of the value alone: the same on every backend,
 * and no mask need be kept for the gradient where JavaScript sees the memory.
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, nextSeed: () => number): T {
  if (!runsOnHost()) {
    const { shape } = x;
    const mask = () => maskOf(shape, rate, nextSeed());
    return tf.tidy(() => tf.mul(x, drawn(shape, mask)));
  }
  const seed = nextSeed();
  return withGradient([x], {
    forward: () => ({ value: onHost([x], { rate, seed })[0] as T, saved: [] }),
    gradients: (dy) => onHost([dy], { rate, seed }),
  });
}

function maskOf(shape: number[], rate: number, seed: number): tf.Tensor {
  const mask = new Float32Array(tf.util.sizeFromShape(shape));
  drop(new Float32Array(mask.length).fill(1), mask, rate, seed);
  return tf.tensor(mask, shape);
}

const onHost = hostKernel<{ rate: number; seed: number }>({
  name: 'MsaUnetDropout',
  outputShapes: ([shape]) => [shape!],
  loop: ([x], [y], { rate, seed }) => drop(x!, y!, rate, seed),
});

/** A hash of the place decides: two rounds of multiplications, a key before each. No branches: they would cost 5 ns each. */
function drop(x: Float32Array, y: Float32Array, rate: number, seed: number): void {
  const random = new Random(seed);
  const [first, second] = [random.uint32(), random.uint32()];
  const threshold = Math.round(rate * 2 ** 31);
  const scale = 1 / (1 - rate);
  const [from, to] = [x, y].map(({ buffer, byteOffset, length }) => new Int32Array(buffer, byteOffset, length));
  for (let i = 0; i < x.length; i++) {
    let hash = (i + first) | 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) ^ second;
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
    to![i] = from![i]! & ~(((hash >>> 1) - threshold) >> 31); // 31 bits below the threshold: dropped
    y[i]! *= scale;
  }
}
