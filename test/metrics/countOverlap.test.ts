import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';

import { countMaskOverlap, countOverlap } from '../../src/metrics/countOverlap';
import { metricOptions } from '../../src/metrics/metricOptions';

const settings = metricOptions('test', {});

describe.each(['cpu', 'wasm'])('countOverlap on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  it('counts whole numbers per image and class', () => {
    const truth = tf.tensor([1, 1, 0, 0, 0, 1, 0, 1], [2, 2, 2, 1]);
    const prediction = tf.tensor([0.9, 0.1, 0.9, 0.1, 0.6, 0.6, 0.6, 0.6], [2, 2, 2, 1]);
    const { tp, fp, fn } = countOverlap(truth, prediction, settings);
    expect([tp, fp, fn].map((counts) => counts.arraySync())).toEqual([
      [[1], [2]],
      [[1], [2]],
      [[1], [0]],
    ]);
    expect([tp, fp, fn].map(({ dtype }) => dtype)).toEqual(['int32', 'int32', 'int32']);
  });
});

describe('countOverlap', () => {
  it('is exact beyond 2²⁴ pixels, where float32 stops counting', async () => {
    await tf.setBackend('wasm');
    const pixels = 2 ** 24 + 3;
    const ones = tf.ones([1, pixels, 1]);
    expect(countOverlap(ones, ones, settings).tp.dataSync()[0]).toBe(pixels);
    ones.dispose();
  });
});

describe('countMaskOverlap', () => {
  it('counts strictly above the threshold and truth above 0.5, whatever the arrays', () => {
    const counts = { tp: 1, fp: 1, fn: 1 };
    expect(countMaskOverlap(Uint8Array.of(1, 1, 0, 0), Float32Array.of(0.9, 0.5, 0.9, 0.5), 0.5)).toEqual(counts);
    expect(countMaskOverlap([1, 1, 0, 0], [1, 0, 1, 0], 0.5)).toEqual(counts);
  });
});
