import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';

import { sumByAxis } from '../../src/losses/sumByAxis';

describe('sumByAxis', () => {
  beforeAll(async () => {
    await tf.setBackend('wasm');
  });

  it('sums the named axes and keeps the others', () => {
    const x = tf.range(0, 24).reshape([2, 3, 2, 2]);
    expect([...sumByAxis(x, 1, 2).dataSync()]).toEqual([30, 36, 102, 108]);
    expect([...sumByAxis(x, 0, 3).dataSync()]).toEqual([276]);
  });

  it('keeps small terms beside a large sum, which a single sum on WASM does not', () => {
    const shape: [number, number, number] = [6, 512, 256];
    const x = tf.concat([tf.ones(shape), tf.fill(shape, 0.003)], 2);
    const exact = 6 * 512 * 256 * 1.003;
    expect(sumByAxis(x, 0, 2).dataSync()[0]! / exact).toBeCloseTo(1, 4);
    expect(Math.abs(x.sum().dataSync()[0]! / exact - 1)).toBeGreaterThan(1e-4);
    x.dispose();
  });
});
