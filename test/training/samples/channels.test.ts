import { describe, expect, it } from 'vitest';

import { memoryCache } from '../../../src/data/memoryCache';
import { resizeSample } from '../../../src/data/resize';
import type { Sample } from '../../../src/data/sample';
import { type PrepareSlicesOptions, prepareSlices } from '../../../src/training/samples/prepareSlices';
import { noiseScan, slicesOf } from '../../support/scans';

const scan = { ...noiseScan({ depth: 5, height: 6, width: 4 }), spacing: [2, 1.5, 1.5] as const };
const prepare = (options: PrepareSlicesOptions) => prepareSlices(slicesOf(scan), { clahe: null, ...options });
const channel = ({ image, height, width }: Sample, index: number) => {
  const channels = image.length / (height * width);
  return image.filter((_, i) => i % channels === index);
};

describe('slices as channels', () => {
  it('are the prepared slices around one, with its name and mask', async () => {
    const [plain, samples] = [prepare({}), prepare({ context: 1 })];
    expect([plain.channels, samples.channels]).toEqual([1, 3]);
    const { image, ...own } = await plain.read(2);
    const sample = await samples.read(2);
    expect(sample).toEqual({ ...own, image: sample.image });
    expect(sample.image.length).toBe(3 * image.length);
    for (const [index, slice] of [1, 2, 3].entries())
      expect(channel(sample, index)).toEqual((await plain.read(slice)).image);
  });

  it('are repeated at the ends, and chosen by their distance in mm', async () => {
    const [plain, samples] = [prepare({}), prepare({ context: 1, contextMm: 4 })];
    const sample = await samples.read(4);
    for (const [index, slice] of [2, 4, 4].entries())
      expect(channel(sample, index)).toEqual((await plain.read(slice)).image);
  });

  it('come with all windows of each', async () => {
    const windows = [[-200, 250], [0, 150]] as const; // biome-ignore format: a list
    const sample = await prepare({ context: 1, windows, size: [3, 5] }).read(1);
    const each = windows.map(([windowMin, windowMax]) => prepare({ window: { windowMin, windowMax }, size: [3, 5] }));
    const expected = [0, 1, 2].flatMap((slice) => each.map((one) => one.read(slice)));
    for (const [index, one] of (await Promise.all(expected)).entries())
      expect(channel(sample, index)).toEqual(one.image);
  });

  it('share the cache with samples of one channel', async () => {
    const cache = memoryCache();
    const plain = prepare({ cache });
    for (let slice = 0; slice < 5; slice++) await plain.read(slice);
    const unread = prepareSlices(slicesOf({ ...scan, readSlice: () => Promise.reject(new Error('was read')) }), {
      ...{ clahe: null, context: 2, cache },
    });
    expect(await unread.read(3)).toEqual(await prepare({ context: 2 }).read(3));
  });

  it('resize as each does by itself', async () => {
    const sample = await prepare({ context: 1 }).read(2);
    const resized = resizeSample(sample, 9, 7);
    for (const index of [0, 1, 2]) {
      const one = resizeSample({ ...sample, image: channel(sample, index) }, 9, 7);
      expect(channel(resized, index)).toEqual(one.image);
    }
  });
});

describe('several windows', () => {
  it('are refused for slices that have one', async () => {
    const grey = noiseScan({ unit: 'grey' });
    const windows = [[-200, 250], [0, 100]] as const; // biome-ignore format: a list
    await expect(prepareSlices(slicesOf(grey), { windows }).read(0)).rejects.toThrow(
      '`windows` must be null, as scan-1/0 already has a window: it holds grey levels',
    );
    const one = await prepareSlices(slicesOf(grey), { windows: [[-200, 250]] }).read(0);
    expect(one).toEqual(await prepareSlices(slicesOf(grey)).read(0));
  });
});

describe('a common pixel size', () => {
  it('resizes each slice by the size of its pixels', async () => {
    const sample = await prepare({ spacing: [3, 1] }).read(1);
    expect([sample.height, sample.width]).toEqual([3, 6]);
    expect(sample).toEqual(resizeSample(await prepare({}).read(1), 3, 6));
  });

  it('has cache entries of its own', async () => {
    const cache = memoryCache();
    for (const spacing of [null, [3, 1], [1, 3], null] as const) {
      const fresh = await prepare({ spacing }).read(1);
      expect(await prepare({ spacing, cache }).read(1)).toEqual(fresh);
      expect(await prepare({ spacing, cache }).read(1)).toEqual(fresh);
    }
  });

  it('needs scans whose pixel size is known', async () => {
    await expect(prepareSlices(slicesOf({ ...scan, spacing: null }), { spacing: [1, 1] }).read(0)).rejects.toThrow(
      'the size of the pixels of scan-1 is unknown',
    );
  });
});
