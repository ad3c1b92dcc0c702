import { describe, expect, it } from 'vitest';

import { augmentSample } from '../../../src/preprocess/augment/augmentSample';
import type { SampleAugmentationOptions } from '../../../src/preprocess/augment/sampleAugmentationOptions';
import { resolveAugmentation } from '../../../src/preprocess/trainAugmentation';
import { Random } from '../../../src/utils/random';

const [height, width] = [16, 24];
const random = new Random(1);
const sample = {
  name: 'slice',
  ...{ height, width },
  image: Float32Array.from({ length: height * width }, () => random.uniform()),
  mask: Uint8Array.from({ length: height * width }, (_, i) => [0, 1, 7, 255][(i >> 2) & 3]!),
};
const copy = structuredClone(sample);
const { crop, horizontalFlip, verticalFlip, translate, ...strong } = resolveAugmentation('strong');
const always: SampleAugmentationOptions = { ...strong, probability: 1 };
const names = Object.keys(strong).filter((name) => name !== 'probability') as (keyof typeof strong)[];
const only = (name: keyof typeof strong) => ({ [name]: strong[name], probability: 1 });
const seeds = Array.from({ length: 200 }, (_, seed) => seed);

it('nothing is on by default: the arrays are those of the sample', () => {
  const same = augmentSample(sample);
  expect(same).toEqual(sample);
  expect(same.image).toBe(sample.image);
  expect(augmentSample(sample, { ...strong, probability: 0 }).mask).toBe(sample.mask);
});

it.each(names)('%s changes the image, and equal seeds give equal images', (name) => {
  const changed = augmentSample(sample, only(name), 3);
  expect(changed.image).not.toEqual(sample.image);
  expect(changed).toEqual(augmentSample(sample, only(name), 3));
  expect(changed.image).not.toEqual(augmentSample(sample, only(name), 4).image);
});

it.each(names)('%s changes the mask if it moves pixels, else not', (name) => {
  const { mask } = augmentSample(sample, only(name), 3);
  if (['rotate', 'scale', 'elastic'].includes(name)) expect(mask).not.toEqual(sample.mask);
  else expect(mask).toBe(sample.mask);
});

it('masks keep exactly their labels, and grey levels stay finite and from 0 to 1', () => {
  for (const seed of seeds) {
    const { image, mask } = augmentSample(sample, always, seed);
    expect(mask.every((label) => [0, 1, 7, 255].includes(label))).toBe(true);
    expect(image.every((level) => level >= 0 && level <= 1)).toBe(true);
  }
});

it('the sample itself is not changed, and its other fields are kept', () => {
  expect(augmentSample(sample, always, 5)).toMatchObject({ name: 'slice', height, width });
  expect(sample).toEqual(copy);
});

it('all channels get the same changes, but for the noise', () => {
  const image = Float32Array.from({ length: 3 * height * width }, (_, i) => sample.image[Math.floor(i / 3)]!);
  for (const seed of seeds.slice(0, 20)) {
    const one = augmentSample(sample, { ...always, noise: 0 }, seed);
    const three = augmentSample({ ...sample, image }, { ...always, noise: 0 }, seed);
    expect(three.image).toEqual(image.map((_, i) => one.image[Math.floor(i / 3)]!));
    expect(three.mask).toEqual(one.mask);
  }
});

it('a probability of 0.2 changes a fifth of the samples, each change by itself', () => {
  const moved = seeds.map((seed) => augmentSample(sample, { rotate: 20 }, seed).mask !== sample.mask);
  const darker = seeds.map((seed) => augmentSample(sample, { gamma: 0.5 }, seed).image !== sample.image);
  for (const hits of [moved, darker]) {
    expect(hits.filter(Boolean).length).toBeGreaterThan(23); // three standard deviations
    expect(hits.filter(Boolean).length).toBeLessThan(57);
  }
  expect(moved.filter((hit, i) => hit && darker[i]).length).toBeLessThan(20);
});

it('switching one change off does not alter the others', () => {
  const both = augmentSample(sample, { rotate: 20, brightness: 0.3, probability: 1 }, 9);
  const moved = augmentSample(sample, { rotate: 20, probability: 1 }, 9);
  expect(augmentSample(moved, { brightness: 0.3, probability: 1 }, 9)).toEqual(both);
});

it('amounts fill their ranges: a brightness of 1 halves grey levels to doubles them', () => {
  const grey = { ...sample, image: new Float32Array(height * width).fill(0.25) };
  const levels = seeds.map((seed) => augmentSample(grey, { brightness: 1, probability: 1 }, seed).image[0]!);
  expect(Math.min(...levels)).toBeGreaterThanOrEqual(0.125);
  expect(Math.min(...levels)).toBeLessThan(0.13);
  expect(Math.max(...levels)).toBeLessThanOrEqual(0.5);
  expect(Math.max(...levels)).toBeGreaterThan(0.48);
  expect(levels.filter((level) => level < 0.25).length).toBeGreaterThan(75); // as often darker as brighter
  expect(levels.filter((level) => level < 0.25).length).toBeLessThan(125);
});

describe('errors', () => {
  it.each<[SampleAugmentationOptions, string]>([
    [{ rotate: 181 }, '`rotate` must be from 0 to 180; received 181'],
    [{ scale: -0.1 }, '`scale` must be from 0 to 1; received -0.1'],
    [{ elastic: 0.2 }, '`elastic` must be from 0 to 0.12; received 0.2'],
    [{ noise: 2 }, '`noise` must be from 0 to 1; received 2'],
    [{ blur: Number.NaN }, '`blur` must be from 0 to 32; received NaN'],
    [{ brightness: 5 }, '`brightness` must be from 0 to 4; received 5'],
    [{ contrast: -1 }, '`contrast` must be from 0 to 4; received -1'],
    [{ lowResolution: 0 }, '`lowResolution` must be from 1 to 16; received 0'],
    [{ gamma: 10 }, '`gamma` must be from 0 to 4; received 10'],
    [{ probability: 1.5 }, '`probability` must be from 0 to 1; received 1.5'],
    [{ rotat: 1 } as SampleAugmentationOptions, 'unknown option `rotat`. Did you mean `rotate`?'],
  ])('%o', (options, message) => {
    expect(() => augmentSample(sample, options)).toThrow(new RangeError(`augmentSample: ${message}`));
  });

  it('a seed that is not an integer, and an array of another size', () => {
    expect(() => augmentSample(sample, {}, 0.5)).toThrow(
      new RangeError('augmentSample: `seed` must be an integer; received 0.5'),
    );
    expect(() => augmentSample({ ...sample, mask: new Uint8Array(10) })).toThrow(
      new RangeError('augmentSample: `mask` must be a multiple of height · width = 384 values long; received 10'),
    );
  });
});
