import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';

import type { WeightArray } from '../../src/weights/namedWeights';
import { uniform } from './pseudoWeights';

/** Weights as a library names and shapes them, of a network listed in test/golden/encoders, with values by formula. */
export function foreignWeights(network: string): Map<string, WeightArray> {
  const lines = readFileSync(`test/golden/encoders/${network}.txt`, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line): [string, WeightArray] => {
      const [name, sides = ''] = line.split(' ') as [string, string?];
      const shape = sides.split('×').filter(Boolean).map(Number);
      return [name, { shape, data: valuesFor(name, shape) }];
    }),
  );
}

/** The formula of test/golden/encoders.py. */
function valuesFor(name: string, shape: number[]): Float32Array {
  const size = tf.util.sizeFromShape(shape);
  if (shape.length !== 1 && shape.length !== 4) return new Float32Array(size);
  const u = uniform(name, size);
  if (shape.length === 4) {
    const summed = name.endsWith('.weight') ? shape.slice(1) : shape.slice(0, name.includes('depthwise') ? 2 : 3);
    return between(u, -1, 1, Math.sqrt(6 / tf.util.sizeFromShape(summed)));
  }
  if (/gamma$|\.weight$/.test(name)) return between(u, 0.5, 1.5);
  return /moving_variance$|running_var$/.test(name) ? between(u, 1, 2) : between(u, -1, 1, 0.2);
}

/** From 0 to 1 stretched to other bounds, times a factor; `Float32Array.from` takes ten times as long. */
function between(u: Float64Array, from: number, to: number, factor = 1): Float32Array {
  const values = new Float32Array(u.length);
  for (let i = 0; i < u.length; i++) values[i] = ((to - from) * u[i]! + from) * factor;
  return values;
}
