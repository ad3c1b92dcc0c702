import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

import { Random } from '../../src/utils/random';

const steps = [5e-3, 5e-4];

/** A function of tensors whose gradient is to be checked. */
export type Differentiable = (...inputs: tf.Tensor[]) => tf.Tensor;

/** Numbers from −1 to 1 that differ by at least 0.01: maxima stay maxima and kinks stay away under a finite difference. */
export function randomValues(shape: number[], seed: number): Float32Array {
  const random = new Random(seed);
  const n = tf.util.sizeFromShape(shape);
  const spaced = Array.from({ length: n }, (_, i) => ((i + 0.5) / n) * 2 - 1);
  return Float32Array.from(random.shuffle(spaced));
}

/** A random tensor of {@link randomValues}. */
export const randomTensor = <T extends tf.Tensor>(shape: number[], seed: number): T =>
  tf.tensor(randomValues(shape, seed), shape) as T;

/**
 * Expects the gradient of `f` to equal central finite differences: along some single elements of every input, and along
 * one random direction of each. The upstream gradient is random, never constant.
 */
export function expectGradients(
  f: Differentiable,
  inputs: tf.Tensor[],
  { tolerance = 5e-3, elements = 12, seed = 1 } = {},
): void {
  tf.tidy(() => {
    const y = f(...inputs);
    const weights = randomValues(y.shape, seed + 7);
    const dy = tf.tensor(weights, y.shape);
    const gradients = tf
      .grads(f)(inputs, dy)
      .map((gradient) => gradient.dataSync());
    const at = (i: number, values: Float32Array): Float32Array =>
      tf.tidy(() => f(...inputs.map((x, k) => (k === i ? tf.tensor(values, x.shape) : x))).dataSync() as Float32Array);

    inputs.forEach((input, i) => {
      const values = input.dataSync() as Float32Array;
      const scale = Math.max(...gradients[i]!.map(Math.abs), 1e-3);
      for (const direction of directions(values.length, elements, seed + i)) {
        const analytic = dot(gradients[i]!, direction);
        const length = Math.sqrt(dot(direction, direction));
        const difference = (epsilon: number) =>
          slope(weights, epsilon, (step) =>
            at(
              i,
              values.map((v, k) => v + step * direction[k]!),
            ),
          );
        // A kink (ReLU, maximum) within a step spoils that step; a wrong gradient spoils them all.
        const numeric = steps.map(difference);
        const deviation = Math.min(...numeric.map((n) => Math.abs(n - analytic))) / (scale * length);
        const where = direction.findIndex((d) => d !== 0);
        expect(deviation, `input ${i}, element ${where}: numeric ${numeric}, analytic ${analytic}`).toBeLessThan(
          tolerance,
        );
      }
    });
  });
}

/** Gradients of `f` for a fixed upstream gradient, to compare backends. */
export function gradientsOf(f: Differentiable, inputs: tf.Tensor[], seed = 1): Float32Array[] {
  return tf.tidy(() => {
    const { shape } = f(...inputs);
    return tf
      .grads(f)(inputs, randomTensor(shape, seed))
      .map((gradient) => gradient.dataSync() as Float32Array);
  });
}

/** Expects two arrays to differ by at most `tolerance` of the largest magnitude in either. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-4): void {
  expect(actual.length).toBe(expected.length);
  let largest = 1e-6;
  let deviation = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]!), Math.abs(actual[i]!));
    const difference = Math.abs(actual[i]! - expected[i]!);
    deviation = Math.max(deviation, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  expect(deviation / largest).toBeLessThan(tolerance);
}

function directions(length: number, elements: number, seed: number): Float32Array[] {
  const random = new Random(seed);
  const chosen = random.shuffle(Array.from({ length }, (_, i) => i)).slice(0, elements);
  const single = chosen.map((i) => Float32Array.from({ length }, (_, k) => (k === i ? 1 : 0)));
  return [...single, Float32Array.from({ length }, () => random.uniform(-1, 1) / Math.sqrt(length))];
}

function slope(weights: Float32Array, epsilon: number, at: (step: number) => Float32Array): number {
  const [above, below] = [at(epsilon), at(-epsilon)];
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k]! * (above[k]! - below[k]!);
  return sum / (2 * epsilon);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
