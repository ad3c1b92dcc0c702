import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { dropout } from '../../src/ops/dropout';
import { forEachBackend } from '../support/backends';
import { expectClose, randomTensor, randomValues, read } from '../support/gradients';
import { expectNoLeaks } from '../support/leaks';

/** What comes of ones, with 0 where dropped. */
const maskOf = async (shape: number[], rate: number, seed: number) => {
  const [mask] = await read(() => dropout(tf.ones(shape), rate, () => seed));
  return Array.from(mask!);
};

const zeros = (mask: number[]) => mask.flatMap((value, i) => (value === 0 ? i : []));

forEachBackend(() => {
  describe('dropout', () => {
    it('drops the same on every backend', async () => {
      const dropped = zeros(await maskOf([2, 5, 4, 3], 0.25, 7));
      expect(dropped).toHaveLength(26);
      expect(dropped.slice(0, 5)).toEqual([4, 7, 9, 16, 18]);
    });

    it('is linear, with the same factors in its gradient', async () => {
      const mask = await maskOf([2, 5, 4, 3], 0.4, 3);
      const [y, dx] = await read(() => {
        const [x, dy] = [randomTensor([2, 5, 4, 3], 1), randomTensor([2, 5, 4, 3], 2)];
        return [dropout(x, 0.4, () => 3), tf.grad((z: tf.Tensor) => dropout(z, 0.4, () => 3))(x, dy)];
      });
      const times = (seed: number) => randomValues([2, 5, 4, 3], seed).values.map((value, i) => value * mask[i]!);
      expectClose(y!, times(1), 1e-6);
      expectClose(dx!, times(2), 1e-6);
    });

    it('leaves no memory behind', () => {
      expectNoLeaks((x: tf.Tensor) => dropout(x, 0.4, () => 3), [randomValues([2, 5, 4, 3])]);
    });
  });
});

describe('what is dropped', () => {
  it.each([0.01, 0.1, 0.5, 0.9])('is the share %f of all, and the rest is scaled up', async (rate) => {
    const mask = await maskOf([400_000], rate, 1);
    expect(Math.abs(zeros(mask).length / mask.length - rate)).toBeLessThan(0.003);
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
  });

  it.each([1, 2, 16, 1024])('says nothing about the value %i places on', async (distance) => {
    const mask = await maskOf([400_000], 0.5, 1);
    const both = zeros(mask).filter((i) => mask[i + distance] === 0);
    expect(Math.abs(both.length / mask.length - 0.25)).toBeLessThan(0.003);
  });

  it('differs wholly between neighbouring seeds', async () => {
    const [first, second] = [await maskOf([400_000], 0.5, 1), await maskOf([400_000], 0.5, 2)];
    const same = first.filter((value, i) => value === second[i]);
    expect(Math.abs(same.length / first.length - 0.5)).toBeLessThan(0.003);
  });

  it('is nothing at the rate 0', async () => {
    expect(await maskOf([50], 0, 1)).toEqual(new Array(50).fill(1));
  });
});
