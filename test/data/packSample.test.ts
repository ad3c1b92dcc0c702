import { describe, expect, it } from 'vitest';

import { packSample, unpackSample } from '../../src/data/packSample';
import type { Sample } from '../../src/data/sample';
import { Random } from '../../src/utils/random';

const random = new Random(1);
const levels = Float32Array.from({ length: 255 }, (_, i) => i / 255);
const floats = Float32Array.from({ length: 255 }, () => random.uniform());
const bits = Uint8Array.from({ length: 255 }, () => random.integer(2));
const sample = (image: Float32Array, mask: Uint8Array): Sample => ({
  patient: 'Mädchen',
  name: 'a/1',
  height: 15,
  width: 17,
  image,
  mask,
});
const header =
  4 +
  new TextEncoder().encode(
    JSON.stringify({ patient: 'Mädchen', name: 'a/1', height: 15, width: 17, image: 'levels', mask: 'bits' }),
  ).length;

describe('packSample', () => {
  it.each([
    ['grey levels and a mask of 0 and 1', levels, bits],
    ['any numbers', floats, bits],
    ['−0, NaN and Infinity', floats.map((value, i) => [-0, Number.NaN, Number.POSITIVE_INFINITY][i] ?? value), bits],
    ['masks of more values', levels, bits.map((value) => 255 * value)],
    ['views', floats.subarray(0), bits.subarray(0)],
  ])('is undone bit by bit for %s', (_, image, mask) => {
    const again = unpackSample(packSample(sample(image, mask)))!;
    expect(again).toEqual(sample(image, mask));
    expect(new Uint8Array(again.image.buffer)).toEqual(new Uint8Array(image.slice().buffer));
  });

  it('takes 9 bits for a pixel of a grey slice', () => {
    expect(packSample(sample(levels, bits)).length).toBe(header + 255 + 32);
  });

  it('takes 33 bits for a pixel of a resized slice', () => {
    expect(packSample(sample(floats, bits)).length).toBe(header + 4 * 255 + 32);
  });

  it('packs all 256 grey levels into bytes', () => {
    const all = {
      ...sample(
        Float32Array.from({ length: 256 }, (_, i) => i / 255),
        new Uint8Array(256),
      ),
      height: 16,
      width: 16,
    };
    expect(packSample(all).length).toBeLessThan(header + 256 + 32 + 1);
    expect(unpackSample(packSample(all))).toEqual(all);
  });
});

describe('unpackSample', () => {
  it('reads from the middle of a buffer', () => {
    const packed = packSample(sample(floats, bits));
    const file = new Uint8Array(packed.length + 5);
    file.set(packed, 5);
    expect(unpackSample(file.subarray(5))).toEqual(sample(floats, bits));
    expect(unpackSample(Buffer.from(file).subarray(5))).toEqual(sample(floats, bits));
  });

  it('gives null for what is no whole sample', () => {
    const packed = packSample(sample(levels, bits));
    for (const length of [0, 3, 4, 20, packed.length - 1]) expect(unpackSample(packed.subarray(0, length))).toBeNull();
    expect(unpackSample(Uint8Array.from([...packed, 0]))).toBeNull();
    expect(unpackSample(new Uint8Array(1000))).toBeNull();
    expect(unpackSample(new TextEncoder().encode('\0\0\0\x04null'))).toBeNull();
  });
});
