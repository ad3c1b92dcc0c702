import { describe, expect, it } from 'vitest';

import { labelTable } from '../../../src/data/labels/labelTable';
import { type Sample, samplesOf } from '../../../src/data/sample';
import { ClassSlices } from '../../../src/training/samples/classSlices';
import { cropPatch } from '../../../src/training/samples/cropPatch';
import { drawSample, type SampleDraws } from '../../../src/training/samples/drawSample';
import { inPatches } from '../../../src/training/samples/inPatches';

/** Image and mask whose values tell the place, with two channels. */
const sampleOf = (name: string, height: number, width: number, mask: Uint8Array): Sample => ({
  ...{ patient: 'p', name, height, width, mask },
  image: Float32Array.from({ length: 2 * height * width }, (_, i) => (i >> 1) + 1000 * (i & 1)),
});
const spot = (height: number, width: number, at: number, code: number) => {
  const mask = new Uint8Array(height * width);
  mask[at] = code;
  return mask;
};

const labels = labelTable({ liver: 1, tumour: 2 });
const all = [
  ...Array.from({ length: 8 }, (_, i) => sampleOf(`liver ${i}`, 10, 12, spot(10, 12, 5 * 12 + 6, 1))),
  sampleOf('tumour', 10, 12, spot(10, 12, 9 * 12 + 11, 2)),
];
const train = samplesOf(all, labels);
const classSlices = new ClassSlices(labels);
for (const [i, { mask }] of all.entries()) classSlices.add(mask, i);

const draws: SampleDraws = { patch: null, foreground: 0, classSlices: classSlices.slices };
const draw = (i: number, options: Partial<SampleDraws>, index = 0) =>
  drawSample(train, index, { ...draws, ...options }, { seed: 7, draw: `1 ${i}` });
const drawAll = (options: Partial<SampleDraws>) => Promise.all(Array.from({ length: 300 }, (_, i) => draw(i, options)));

describe('drawSample', () => {
  it('knows which samples hold a class', () => {
    expect(classSlices.slices).toEqual([[0, 1, 2, 3, 4, 5, 6, 7], [8]]);
  });

  it('leaves samples alone by default', async () => {
    expect(await draw(0, {}, 3)).toBe(all[3]);
  });

  it('replaces a share of them by slices that hold a class, all classes alike', async () => {
    const drawn = await drawAll({ foreground: 0.4 });
    const rare = drawn.filter(({ name }) => name === 'tumour').length;
    const others = drawn.filter(({ name }) => name !== 'tumour' && name !== 'liver 0').length;
    expect(rare / 300).toBeCloseTo(0.2, 1);
    expect(others / 300).toBeCloseTo(0.2 * (7 / 8), 1);
  });

  it('depends on the seed and the draw alone', async () => {
    const options = { foreground: 0.5, patch: [4, 6] } as const;
    const drawn = await drawAll(options);
    expect(await draw(17, options)).toEqual(drawn[17]);
    expect(await drawSample(train, 0, { ...draws, ...options }, { seed: 8, draw: '1 17' })).not.toEqual(drawn[17]);
  });

  it('centres patches on a pixel of the class, or as near as the border lets it', async () => {
    for (const { name, mask, height, width } of await drawAll({ foreground: 1, patch: [4, 6] })) {
      expect([height, width]).toEqual([4, 6]);
      expect(mask.findIndex((code) => code > 0)).toBe(name === 'tumour' ? 3 * 6 + 5 : 2 * 6 + 3);
    }
  });

  it('lays other patches anywhere in the slice', async () => {
    const starts = (await drawAll({ patch: [4, 6] })).map(({ image }) => image[0]!);
    const expected = Array.from({ length: 7 }, (_, y) => Array.from({ length: 7 }, (_, x) => 12 * y + x)).flat();
    expect([...new Set(starts)].sort((a, b) => a - b)).toEqual(expected);
  });
});

describe('cropPatch', () => {
  it('takes all channels of the pixels, and air and background beyond the slice', () => {
    const sample = sampleOf('s', 2, 2, Uint8Array.of(1, 2, 3, 4));
    const { image, mask, height, width } = cropPatch(sample, [-1, 1], [4, 2]);
    expect([height, width]).toEqual([4, 2]);
    expect([...mask]).toEqual([0, 0, 2, 0, 4, 0, 0, 0]);
    expect([...image]).toEqual([0, 0, 0, 0, 1, 1001, 0, 0, 3, 1003, 0, 0, 0, 0, 0, 0]);
  });
});

describe('inPatches', () => {
  it('covers every slice by patches of one size', async () => {
    const samples = samplesOf([all[8]!, sampleOf('small', 3, 4, new Uint8Array(12).fill(1))], labels);
    const patches = inPatches(samples, [[10, 12], [3, 4]], [5, 6]); // biome-ignore format: a list
    expect([patches.length, patches.labels]).toEqual([5, labels]);
    const read = await Promise.all([0, 1, 2, 3, 4].map((i) => patches.read(i)));
    expect(read.map(({ name, image }) => [name, image[0]])).toEqual([
      ...[0, 6, 60, 66].map((start) => ['tumour', start]),
      ['small', 0],
    ]);
    expect(read.map(({ mask }) => mask.reduce((sum, code) => sum + code, 0))).toEqual([0, 0, 0, 2, 12]);
  });
});
