import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

import { Random } from '../../src/utils/random';

/** A function of tensors whose gradient is to be checked, e.g. `(x: tf.Tensor4D, filter: tf.Tensor4D) => …`. */
export type Differentiable = (...inputs: never[]) => tf.Tensor;

/** What a tensor is made of, on whichever backend. */
export interface Values {
  shape: number[];
  values: Float32Array;
}

/** Numbers from −1 to 1, never 0, at equal distances: no two are the same, so that maxima stay maxima when one moves a little. */
export function randomValues(shape: number[], seed = 1): Values {
  const n = tf.util.sizeFromShape(shape);
  const spaced = Array.from({ length: n }, (_, i) => ((i + 0.6) / n) * 2 - 1);
  return { shape, values: Float32Array.from(new Random(seed).shuffle(spaced)) };
}

/** A random tensor of {@link randomValues}. */
export const randomTensor = <T extends tf.Tensor>(shape: number[], seed = 1): T =>
  tensorOf(randomValues(shape, seed)) as T;

/** Reads what `compute` returns, which may be everything it makes: all tensors are freed. */
export async function read(compute: () => tf.Tensor | tf.Tensor[]): Promise<Float32Array[]> {
  const tensors = tf.tidy(() => [compute()].flat());
  const values = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  tf.dispose(tensors);
  return values;
}

/** Reads the one number that `compute` returns. */
export async function readNumber(compute: () => tf.Tensor): Promise<number> {
  const [values] = await read(compute);
  return values![0]!;
}

/** Value and gradients of `f`, for an upstream gradient `dy` that is random, never constant. */
export async function differentiate(f: Differentiable, inputs: Values[], seed = 1) {
  let upstream = randomValues([]);
  const [value, ...gradients] = await read(() => {
    const tensors = inputs.map(tensorOf);
    const y = call(f, tensors);
    upstream = randomValues(y.shape, seed + 7);
    return [y, ...tf.grads((...args) => call(f, args))(tensors, tensorOf(upstream))];
  });
  return { value: value!, dy: upstream, gradients };
}

/**
 * Expects the gradient of `f` to equal central finite differences: along some single elements of every input, and along
 * one random direction of each.
 */
export async function expectGradients(
  f: Differentiable,
  inputs: Values[],
  { tolerance = 5e-3, elements = tf.getBackend() === 'webgpu' ? 1 : 6, seed = 1 } = {},
): Promise<void> {
  const { dy, gradients } = await differentiate(f, inputs, seed);
  for (const [i, { values }] of inputs.entries()) {
    const gradient = gradients[i]!;
    const scale = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    const along = directions(values.length, elements, seed + i);
    const numeric = await slopes(f, inputs, i, along, dy.values);
    along.forEach((direction, k) => {
      const analytic = dot(gradient, direction);
      const length = Math.sqrt(dot(direction, direction));
      // A kink (ReLU, maximum) within a step spoils that step; a wrong gradient spoils them all.
      const deviation = Math.min(...numeric[k]!.map((n) => Math.abs(n - analytic))) / (scale * length);
      const where = k < along.length - 1 ? `element ${direction.indexOf(1)}` : 'a random direction';
      expect(deviation, `input ${i}, ${where}: ${numeric[k]}, analytic ${analytic}`).toBeLessThan(tolerance);
    });
  }
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

const tensorOf = ({ shape, values }: Values): tf.Tensor => tf.tensor(values, shape);

const call = (f: Differentiable, inputs: tf.Tensor[]): tf.Tensor => f(...(inputs as never[]));

const steps = [5e-3, 5e-4];

/** Per direction, the finite differences of `dy · f` for every step. All of them are computed before any is read. */
async function slopes(
  f: Differentiable,
  inputs: Values[],
  i: number,
  along: Float32Array[],
  dy: Float32Array,
): Promise<number[][]> {
  const at = (direction: Float32Array, step: number) => {
    const moved = inputs[i]!.values.map((v, k) => v + step * direction[k]!);
    return call(
      f,
      inputs.map((input, k) => tensorOf(k === i ? { ...input, values: moved } : input)),
    );
  };
  const values = await read(() =>
    along.flatMap((direction) => steps.flatMap((step) => [at(direction, step), at(direction, -step)])),
  );
  return along.map((_, k) =>
    steps.map((step, s) => {
      const [above, below] = values.slice(2 * (k * steps.length + s));
      return dy.reduce((sum, g, n) => sum + g * (above![n]! - below![n]!), 0) / (2 * step);
    }),
  );
}

function directions(length: number, elements: number, seed: number): Float32Array[] {
  const random = new Random(seed);
  const chosen = random.shuffle(Array.from({ length }, (_, i) => i)).slice(0, elements);
  const single = chosen.map((i) => Float32Array.from({ length }, (_, k) => (k === i ? 1 : 0)));
  return [...single, Float32Array.from({ length }, () => random.uniform(-1, 1) / Math.sqrt(length))];
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
