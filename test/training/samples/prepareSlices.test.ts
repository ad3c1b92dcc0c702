import { describe, expect, it } from 'vitest';

import type { CtSlice } from '../../../src/data/dataSet';
import { memoryCache } from '../../../src/data/memoryCache';
import { resizeSample } from '../../../src/data/resize';
import type { Sample, Samples } from '../../../src/data/sample';
import type { SliceCache } from '../../../src/data/sliceCache';
import { applyClahe } from '../../../src/preprocess/applyClahe';
import { windowHu } from '../../../src/preprocess/windowHu';
import { type PrepareSlicesOptions, prepareSlices } from '../../../src/training/samples/prepareSlices';
import { nextTurn } from '../../../src/utils/nextTurn';
import { noiseScan, slicesOf } from '../../support/scans';

const readAll = (samples: Samples) => Promise.all(Array.from({ length: samples.length }, (_, i) => samples.read(i)));
const prepareOne = async (slice: Partial<CtSlice>, options: PrepareSlicesOptions = {}) => {
  const scan = noiseScan();
  const readSlice = async () => ({ ...(await scan.readSlice(0)), ...slice });
  return prepareSlices([{ scan: { ...scan, readSlice }, index: 0 }], options).read(0);
};

describe('prepareSlices', () => {
  it('windows, equalises at the true size, divides by 255, then resizes', async () => {
    const scan = noiseScan({ height: 24, width: 32 });
    const { values, mask } = await scan.readSlice(1);
    const levels = Uint8Array.from(windowHu(values), (share) => Math.round(255 * share));
    const image = Float32Array.from(applyClahe(levels, 24, 32), (level) => level / 255);
    const whole: Sample = { patient: 'patient-1', name: 'scan-1/1', height: 24, width: 32, image, mask };
    expect(await prepareSlices(slicesOf(scan)).read(1)).toEqual(whole);
    expect(await prepareSlices(slicesOf(scan), { size: [12, 8] }).read(1)).toEqual(resizeSample(whole, 12, 8));
  });

  it('without CLAHE gives what windowHu gives, bit by bit', async () => {
    const window = { windowMin: -100, windowMax: 200 };
    const { values } = await noiseScan().readSlice(0);
    expect((await prepareOne({}, { clahe: null, window })).image).toEqual(windowHu(values, window));
  });

  it('does not window grey slices, and rounds them to 8 bits', async () => {
    const grey = { unit: 'grey', height: 1, width: 4, mask: new Uint8Array(4) } as const;
    const image = Float32Array.of(0, 1, 0.4, 7 / 255);
    expect((await prepareOne({ ...grey, values: Uint8Array.of(0, 255, 102, 7) }, { clahe: null })).image).toEqual(
      image,
    );
    const floats = Float32Array.of(-3, 300, 101.6, 7.3);
    expect((await prepareOne({ ...grey, values: floats }, { clahe: null })).image).toEqual(image);
  });

  it('equalises grey slices', async () => {
    const values = Uint8Array.from({ length: 64 }, (_, i) => 2 * i);
    const { image } = await prepareOne({ unit: 'grey', values }, { clahe: { tileColumns: 1, tileRows: 1 } });
    const expected = applyClahe(values, 8, 8, { tileColumns: 1, tileRows: 1 });
    expect(image).toEqual(Float32Array.from(expected, (level) => level / 255));
  });

  it('takes NaN for air', async () => {
    const values = Float32Array.of(Number.NaN, 250, -200, 25);
    const { image } = await prepareOne({ values, height: 2, width: 2, mask: new Uint8Array(4) }, { clahe: null });
    expect(image).toEqual(Float32Array.of(0, 1, 0, 128 / 255));
  });

  it('reads no slice before it is asked for, and one at a time', async () => {
    let [open, most, read] = [0, 0, 0];
    const onRead = async () => {
      read++;
      most = Math.max(most, ++open);
      await nextTurn();
      open--;
    };
    const samples = prepareSlices(slicesOf(noiseScan({ depth: 6, onRead })));
    await nextTurn();
    expect(read).toBe(0);
    await readAll(samples);
    expect([read, most]).toEqual([6, 1]);
  });

  it('goes on after a slice that cannot be read', async () => {
    const onRead = ({ name }: CtSlice) => {
      if (name === 'scan-1/0') throw new Error('broken');
    };
    const samples = prepareSlices(slicesOf(noiseScan({ onRead })));
    const [first, second] = await Promise.allSettled([samples.read(0), samples.read(1)]);
    expect(first).toEqual({ status: 'rejected', reason: new Error('broken') });
    expect(second).toMatchObject({ status: 'fulfilled', value: { name: 'scan-1/1' } });
  });

  it.each([
    [{ size: 64 as never }, '`size` must be [height, width]; received 64. Pass `size: [64, 64]`'],
    [{ size: [64] as never }, '`size` must be [height, width]; received [64]'],
    [{ size: [0, 8] }, '`height` must be a positive integer; received 0'],
    [{ size: [8, 1.5] }, '`width` must be a positive integer; received 1.5'],
    [{ window: { windowMin: 9, windowMax: 9 } }, '`windowMin` must be below `windowMax` (9); received 9'],
    [{ clahe: { tileRows: 0 } }, '`tileRows` must be a positive integer; received 0'],
  ] as [PrepareSlicesOptions, string][])('refuses %o', (options, message) => {
    expect(() => prepareSlices([], options)).toThrow(new RangeError(`prepareSlices: ${message}`));
  });
});

describe('with a cache', () => {
  const counted = (options = {}) => {
    const reads: string[] = [];
    return { reads, scan: noiseScan({ ...options, onRead: ({ name }) => void reads.push(name) }) };
  };

  it.each([{}, { size: [5, 9] }, { clahe: null }] as PrepareSlicesOptions[])(
    'reads every slice once, and gives the same bits as without: %o',
    async (options) => {
      const { reads, scan } = counted();
      const samples = prepareSlices(slicesOf(scan), { ...options, cache: memoryCache() });
      const expected = await readAll(prepareSlices(slicesOf(noiseScan()), options));
      expect(await readAll(samples)).toEqual(expected);
      expect(await readAll(samples)).toEqual(expected);
      expect(reads).toHaveLength(3);
    },
  );

  it('makes a slice anew when anything that it depends on changes', async () => {
    const { reads, scan } = counted();
    const cache = memoryCache();
    const make = async (options: PrepareSlicesOptions, changes: object = {}) => {
      await prepareSlices([{ scan: { ...scan, ...changes }, index: 0 }], { ...options, cache }).read(0);
      return reads.length;
    };
    expect(await make({})).toBe(1);
    expect(await make({})).toBe(1);
    expect(await make({ size: [8, 8] })).toBe(2);
    expect(await make({ window: { windowMin: -201 } })).toBe(3);
    expect(await make({ clahe: null })).toBe(4);
    expect(await make({ clahe: { clipLimit: 3 } })).toBe(5);
    expect(await make({}, { fingerprint: 'changed' })).toBe(6);
    expect(await make({}, { patient: 'somebody else' })).toBe(7);
    expect(await make({}, { name: 'scan-2' })).toBe(8);
    expect(await make({ window: { windowMin: -200, windowMax: 250 }, clahe: { clipLimit: 2 } })).toBe(8);
  });

  it('makes a slice anew where the cache gives what is no slice', async () => {
    const { reads, scan } = counted();
    const broken: SliceCache = { read: async () => new Uint8Array(99), write: async () => {} };
    const { name } = await prepareSlices(slicesOf(scan), { cache: broken }).read(2);
    expect([name, ...reads]).toEqual(['scan-1/2', 'scan-1/2']);
  });
});
