import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { type DropBlockMaskOptions, dropBlockMask } from '../../src/ops/dropBlockMask';
import { Random } from '../../src/utils/random';
import { forEachBackend, onCpu } from '../support/backends';
import { expectClose, read } from '../support/gradients';
import { memoryInUse } from '../support/leaks';

const options: DropBlockMaskOptions = { shape: [3, 9, 11, 4], blockSize: 3, gamma: 0.02, perChannel: true };
const mask = async (over: Partial<DropBlockMaskOptions> = {}, seed = 5) =>
  (await read(() => dropBlockMask({ ...options, ...over }, new Random(seed))))[0]!;
const shareDropped = (values: Float32Array) => values.reduce((n, v) => n + Number(v === 0), 0) / values.length;
const mean = (values: Float32Array) => values.reduce((sum, v) => sum + v, 0) / values.length;

/** Whether every zero of a map of one image and channel lies in a block of zeros wholly inside it. */
function isMadeOfBlocks(values: Float32Array, height: number, width: number, size: number): boolean {
  const zero = (y: number, x: number) => values[y * width + x] === 0;
  const offsets = Array.from({ length: size * size }, (_, k) => [Math.floor(k / size), k % size] as const);
  const covered = new Set<number>();
  for (let y = 0; y + size <= height; y++)
    for (let x = 0; x + size <= width; x++)
      if (offsets.every(([i, j]) => zero(y + i, x + j)))
        for (const [i, j] of offsets) covered.add((y + i) * width + x + j);
  return values.every((value, i) => (value === 0) === covered.has(i));
}

forEachBackend(() => {
  describe('dropBlockMask', () => {
    it('is the same on every backend for the same seed, and another for another', async () => {
      const values = await mask();
      expectClose(values, await onCpu(() => dropBlockMask(options, new Random(5))), 1e-6);
      expect(shareDropped(values)).toBeGreaterThan(0);
      expect(await mask({}, 6)).not.toEqual(values);
    });

    it('has one factor besides 0, which keeps the mean of a constant map', async () => {
      const values = await mask();
      const kept = new Set(values.filter((v) => v !== 0));
      expect(kept.size).toBe(1);
      expect([...kept][0]).toBeCloseTo(1 / (1 - shareDropped(values)), 5);
      expect(mean(values)).toBeCloseTo(1, 5);
    });

    it('drops whole blocks inside the map', async () => {
      for (const blockSize of [3, 5]) {
        const values = await mask({ blockSize, gamma: 0.04 });
        for (let k = 0; k < 12; k++) {
          const [image, c] = [Math.floor(k / 4), k % 4];
          const map = values.filter((_, i) => i % 4 === c && Math.floor(i / (99 * 4)) === image);
          expect(isMadeOfBlocks(map, 9, 11, blockSize)).toBe(true);
        }
      }
    });

    it('sends places of at most two sizes to a graphics card, however many blocks there are', async () => {
      const sizes = new Set<string>();
      for (let seed = 0; seed < 12; seed++) {
        const { kernels } = await tf.profile(() => dropBlockMask({ ...options, gamma: 0.03 }, new Random(seed)));
        for (const { name, inputShapes } of kernels) if (name === 'ScatterNd') sizes.add(inputShapes.join(' and '));
      }
      expect([...sizes].length).toBeLessThanOrEqual(2);
    });

    it('gives each channel blocks of its own, or all of an image the same in one channel', async () => {
      const own = await mask();
      expect(own).toHaveLength(3 * 99 * 4);
      expect(own.filter((_, i) => i % 4 === 0)).not.toEqual(own.filter((_, i) => i % 4 === 1));
      const shared = await mask({ perChannel: false, gamma: 0.05 });
      expect(shared).toHaveLength(3 * 99);
      expect(shared.slice(0, 99)).not.toEqual(shared.slice(99, 198));
    });

    it('is all 1 if nothing is dropped and all 0 if everything is', async () => {
      expect(new Set(await mask({ gamma: 0 }))).toEqual(new Set([1]));
      expect(new Set(await mask({ gamma: 1 }))).toEqual(new Set([0]));
    });

    it('leaves nothing but the mask behind', () => {
      const before = memoryInUse();
      dropBlockMask(options, new Random(5)).dispose();
      dropBlockMask({ ...options, gamma: 0 }, new Random(5)).dispose();
      expect(memoryInUse()).toEqual(before);
    });
  });
});

describe('the share that dropBlockMask drops on average', () => {
  it.each([
    { side: [4, 4], blockSize: 3, gamma: 0.0444444, share: 0.09614, maps: 16384 },
    { side: [7, 7], blockSize: 7, gamma: 0.1, share: 0.1, maps: 16384 },
    { side: [8, 8], blockSize: 7, gamma: 0.0326531, share: 0.09608, maps: 16384 },
    { side: [16, 16], blockSize: 7, gamma: 0.00522449, share: 0.09306, maps: 16384 },
    { side: [16, 24], blockSize: 7, gamma: 0.00435374, share: 0.09339, maps: 16384 },
    { side: [32, 32], blockSize: 7, gamma: 0.00309141, share: 0.09411, maps: 2048 },
    { side: [32, 32], blockSize: 5, gamma: 0.00783673, share: 0.1382, maps: 2048 },
    { side: [64, 64], blockSize: 7, gamma: 0.00248489, share: 0.09471, maps: 512 },
  ])('is $share for blocks of $blockSize in maps of $side', async ({ side, blockSize, gamma, share, maps }) => {
    await tf.setBackend('cpu');
    const [height, width] = side as [number, number];
    const values = await mask({ shape: [maps, height, width, 1], blockSize, gamma });
    expect(Math.abs(shareDropped(values) - share)).toBeLessThan(0.006);
  });
});
