import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';

import { type Sample, type Samples, samplesOf } from '../../../src/data/sample';
import { inBatches, indicesOf, readBatches } from '../../../src/training/samples/batches';
import { nextTurn } from '../../../src/utils/nextTurn';

beforeAll(() => tf.setBackend('cpu'));

test('the last batch holds what is left', () => {
  expect(inBatches(indicesOf({ length: 5 }), 2)).toEqual([[0, 1], [2, 3], [4]]);
});

describe('readBatches', () => {
  const sample = (level: number, width = 2): Sample => ({
    patient: 'p',
    name: String(level),
    height: 1,
    width,
    image: new Float32Array(width).fill(level, 0, 1),
    mask: new Uint8Array(width).fill(1, 1),
  });
  const levels = samplesOf([0.25, 0.5, 0.75].map((level) => sample(level)));

  test('puts images and masks in the order of the indices', async () => {
    const seen = [];
    for await (const { x, y, samples } of readBatches(levels, [[2, 0], [1]], 1)) {
      expect(x.shape).toEqual([samples.length, 1, 2, 1]);
      seen.push({ x: [...x.dataSync()], y: [...y.dataSync()], names: samples.map(({ name }) => name) });
    }
    expect(seen).toEqual([
      { x: [0.75, 0, 0.25, 0], y: [0, 1, 0, 1], names: ['0.75', '0.25'] },
      { x: [0.5, 0], y: [0, 1], names: ['0.5'] },
    ]);
  });

  test('holds the tensors of one batch at a time', async () => {
    const before = tf.memory().numTensors;
    for await (const _ of readBatches(levels, [[0], [1], [2]], 2)) {
      await nextTurn();
      expect(tf.memory().numTensors).toBe(before + 2);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('leaves no tensor behind when it is left early or a sample cannot be read', async () => {
    const broken: Samples = {
      length: 3,
      read: (index) => {
        if (index === 2) throw new Error('no such file');
        return levels.read(index);
      },
    };
    const before = tf.memory().numTensors;
    for await (const _ of readBatches(levels, [[0], [1], [2]], 2)) break;
    const all = async () => {
      for await (const _ of readBatches(broken, [[0], [1], [2]], 2)) await nextTurn();
    };
    await expect(all()).rejects.toThrow(new Error('no such file'));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('refuses samples of two sizes in one batch', async () => {
    const mixed = samplesOf([sample(0.25), sample(0.5, 3)]);
    await expect(readBatches(mixed, [[0, 1]], 0).next()).rejects.toThrow(
      new RangeError(
        'readBatches: samples of one batch must have one size; p 0.25 has 1×2 pixels, p 0.5 1×3. ' +
          'Resize them: `resizeSample`, or cut patches out of them: `patch`, or pass `batchSize: 1`',
      ),
    );
  });
});
