import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { applyClahe } from '../../src/preprocess/applyClahe';
import { windowHu } from '../../src/preprocess/windowHu';
import { claheCases, noClaheCases } from '../support/claheCases';

const stripes = (height: number, width: number) =>
  Uint8Array.from({ length: height * width }, (_, i) => 3 * Math.floor(i / width) + 2 * (i % width));
const sum = (levels: Uint8Array) => levels.reduce((total, level) => total + level, 0);

describe('applyClahe', () => {
  it.each([
    [0, 3],
    [50, 53],
    [100, 103],
    [128, 130],
    [200, 202],
    [255, 255],
  ])('makes of constant %i at 512×512 %i', (level, expected) => {
    const out = applyClahe(new Uint8Array(512 * 512).fill(level), 512, 512);
    expect(out.every((value) => value === expected)).toBe(true);
  });

  it('gives the numbers of OpenCV for stripes of 64×64', () => {
    const out = applyClahe(stripes(64, 64), 64, 64);
    expect(sum(out)).toBe(601_032);
    expect([...out.subarray(0, 8)]).toEqual([8, 12, 20, 28, 40, 43, 44, 43]);
    expect([...out.subarray(31 * 64 + 28, 31 * 64 + 36)]).toEqual([155, 157, 162, 161, 158, 155, 159, 161]);
  });

  it('gives the numbers of OpenCV where sides must be padded', () => {
    const out = applyClahe(stripes(61, 50), 61, 50);
    expect(sum(out)).toBe(450_771);
    expect([...out.subarray(-4)]).toEqual([91, 100, 106, 114]);
  });

  it('takes images smaller than the tiles', () => {
    expect(applyClahe(Uint8Array.of(7), 1, 1)).toHaveLength(1);
  });

  it.each([
    [{ clipLimit: Number.NaN }, 'applyClahe: `clipLimit` must be a finite number; received NaN'],
    [{ tileColumns: 0 }, 'applyClahe: `tileColumns` must be a positive integer; received 0'],
    [{ tileRows: 1.5 }, 'applyClahe: `tileRows` must be a positive integer; received 1.5'],
  ])('refuses %o', (options, message) => {
    expect(() => applyClahe(new Uint8Array(4), 2, 2, options)).toThrow(new RangeError(message));
  });

  it('takes clamped levels as they are', () => {
    const levels = stripes(16, 16);
    expect(applyClahe(Uint8ClampedArray.from(levels), 16, 16)).toEqual(applyClahe(levels, 16, 16));
  });

  it('takes a part of a larger buffer', () => {
    const levels = stripes(16, 16);
    const buffer = new Uint8ClampedArray(300);
    buffer.set(levels, 44);
    expect(applyClahe(buffer.subarray(44), 16, 16)).toEqual(applyClahe(levels, 16, 16));
  });

  it.each([
    [new Float32Array(4), 'Float32Array'],
    [new Int16Array(4), 'Int16Array'],
    [[0, 0, 0, 0], 'Array'],
    [undefined, 'Undefined'],
  ])('refuses %o, which are no 8 bits', (levels, received) => {
    expect(() => applyClahe(levels as never, 2, 2)).toThrow(
      new RangeError(
        `applyClahe: \`levels\` must be 8-bit grey levels: a Uint8Array or Uint8ClampedArray; received ${received}. ` +
          'Window Hounsfield units first and scale them to 255: ' +
          '`Uint8ClampedArray.from(windowHu(hu), (grey) => 255 * grey)`',
      ),
    );
  });

  it('the fix gives the levels that prepared slices have', () => {
    const hu = Float32Array.from({ length: 256 }, (_, i) => 4 * i - 400);
    const levels = Uint8ClampedArray.from(windowHu(hu), (grey) => 255 * grey);
    expect(levels.filter((level, i) => level !== Math.round(255 * windowHu(hu)[i]!))).toHaveLength(0);
    expect(applyClahe(levels, 16, 16)).toHaveLength(256);
  });

  it('refuses levels of another length', () => {
    expect(() => applyClahe(new Uint8Array(3), 2, 2)).toThrow(
      new RangeError('applyClahe: `levels` must be height · width = 4 long; received 3'),
    );
  });
});

describe.skipIf(noClaheCases)('the 8-bit cases of OpenCV', () => {
  it('are 36', () => expect(claheCases).toHaveLength(36));

  it.each(claheCases)('$name', ({ input, height, width, options, sha256 }) => {
    const out = applyClahe(input, height, width, options);
    expect(createHash('sha256').update(out).digest('hex')).toBe(sha256);
  });
});
