import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import type { InputShape } from '../../src/models/inputImage';
import type { BackendName } from '../../src/node/backends/useBackend';
import { expectClose } from './gradients';
import { outputOf } from './layers';

/** The formula of test/golden/pseudo_weights.py: from 0 to below 1. */
export function uniform(name: string, size: number): Float64Array {
  let seed = 0x811c9dc5; // FNV-1a
  for (let i = 0; i < name.length; i++) seed = Math.imul(seed ^ name.charCodeAt(i), 0x01000193);
  const u = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    let h = (seed + Math.imul(k, 0x9e3779b9)) >>> 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    u[k] = ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
  }
  return u;
}

function valuesFor(name: string, shape: number[]): Float32Array {
  const u = uniform(name, tf.util.sizeFromShape(shape));
  if (/\/gamma$/.test(name)) return Float32Array.from(u, (v) => 0.5 + v);
  if (/\/moving_variance$/.test(name)) return Float32Array.from(u, (v) => 1 + v);
  if (/\/(bias|beta|moving_mean)$/.test(name)) return Float32Array.from(u, (v) => 0.2 * (2 * v - 1));
  const [height, width, channels] = shape as [number, number, number];
  const bound = Math.sqrt(6 / (height * width * (/depthwise/.test(name) ? 1 : channels)));
  return Float32Array.from(u, (v) => (2 * v - 1) * bound);
}

/** Gives every weight the values that its name and shape tell. */
function setPseudoWeights(model: tf.LayersModel): void {
  for (const weight of model.weights)
    tf.tidy(() => {
      const shape = weight.shape as number[];
      weight.write(tf.tensor(valuesFor(weight.originalName, shape), shape));
    });
}

/** The image that golden outputs are for. */
export const pseudoImage = (shape: number[]): tf.Tensor =>
  tf.tensor(Float32Array.from(uniform('image', tf.util.sizeFromShape(shape))), shape);

/** Statistics and samples of a map. */
export interface Summary {
  shape: number[];
  mean: number;
  rms: number;
  min: number;
  max: number;
  samples: number[];
}

/** What test/golden holds of a model's output. */
export function expectSummary(y: number[], { shape, samples, mean, rms, min, max }: Summary): void {
  const average = (f: (v: number) => number) => y.reduce((sum, v) => sum + f(v), 0) / y.length;
  expect(y).toHaveLength(tf.util.sizeFromShape(shape));
  expectClose(
    samples.map((_, i) => y[Math.floor((i * y.length) / samples.length)]!),
    samples,
    1e-4,
  );
  const [least, most] = [Math.min, Math.max].map((choose) => y.reduce((a, b) => choose(a, b)));
  expectClose([average((v) => v), Math.sqrt(average((v) => v * v)), least!, most!], [mean, rms, min, max], 1e-4);
}

interface GoldenCase {
  image: number[];
  options: object;
  logits: Summary;
  probabilities: Summary;
}

/** Expects a model with pseudo-random weights to give what another implementation gives, within 1e-4. */
export function expectGolden<Options extends object>(
  backend: BackendName,
  build: (shape: InputShape, options: Options) => tf.LayersModel,
  cases: { [name: string]: GoldenCase },
): void {
  const pixels = ([, { image }]: [string, GoldenCase]) => tf.util.sizeFromShape(image);
  const all = Object.entries(cases).sort((a, b) => pixels(a) - pixels(b));
  const emulated = backend === 'webgpu';
  if (emulated) console.log(`On ${backend}, which may be emulated, only "${all[0]![0]}" is compared with PyTorch.`);
  describe('equals PyTorch', () => {
    it.each(emulated ? all.slice(0, 1) : all)('%s', async (_, { image, options, ...expected }) => {
      for (const output of ['logits', 'probabilities'] as const) {
        const activation = output === 'logits' ? 'linear' : null;
        const model = build([null, null, image[3]!], { ...options, activation } as object as Options);
        setPseudoWeights(model);
        expectSummary(await outputOf(model, pseudoImage(image)), expected[output]);
        model.dispose();
      }
    });
  });
}
