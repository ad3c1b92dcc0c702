import { describe, expect, it } from 'vitest';

import { resampleVolume } from '../../src/data/resampleVolume';
import type { Volume } from '../../src/data/volume';
import { smallVolume } from '../support/volumes';

/** One row of voxels, 2 mm apart. */
const row = (values: readonly number[], kind: Volume['kind'] = 'hu'): Volume => ({
  data: Int16Array.from(values),
  shape: [1, 1, values.length],
  spacing: [1, 1, 2],
  affine: [
    [2, 0, 0, 10],
    [0, 1, 0, 20],
    [0, 0, 1, 30],
  ],
  kind,
  storedAs: 'LPS',
  source: 'row.mha',
});

describe('resampleVolume', () => {
  it('puts twice as many voxels a quarter of a step beside the old ones', () => {
    const { data, shape, spacing, affine } = resampleVolume(row([0, 100, 40]), { shape: [1, 1, 6] });
    expect(data).toEqual(Float32Array.of(0, 25, 75, 85, 55, 40));
    expect(shape).toEqual([1, 1, 6]);
    expect(spacing).toEqual([1, 1, 1]);
    expect(affine).toEqual([
      [1, 0, 0, 9.5],
      [0, 1, 0, 20],
      [0, 0, 1, 30],
    ]);
  });

  it('takes the regions of a mask from the same places as its labels', () => {
    const mask = { ...row([0, 1, 2], 'label'), codes: Uint8Array.of(0, 1, 3) };
    const { data, codes } = resampleVolume(mask, { shape: [1, 1, 6] });
    expect([...data]).toEqual([0, 0, 1, 1, 2, 2]);
    expect(codes).toEqual(Uint8Array.of(0, 0, 1, 1, 3, 3));
    expect(resampleVolume(row([0, 1], 'label'), { shape: [1, 1, 2] })).not.toHaveProperty('codes');
  });

  it('halves them between two old ones', () => {
    const { data, affine } = resampleVolume(row([0, 100, 40, 60]), { spacing: [1, 1, 4] });
    expect(data).toEqual(Float32Array.of(50, 50));
    expect(affine[0]).toEqual([4, 0, 0, 11]);
  });

  it('keeps the middle where a spacing does not divide the volume', () => {
    const { data, spacing, affine } = resampleVolume(row([0, 10, 20, 30]), { spacing: [1, 1, 3] });
    expect(spacing).toEqual([1, 1, 3]);
    expect(affine[0]).toEqual([3, 0, 0, 10]); // three voxels at 10, 13 and 16 mm about the middle of 10 to 16 mm
    expect(data).toEqual(Float32Array.of(0, 15, 30));
  });

  it('takes the nearest voxel, of two the one with the larger index, in its own type', () => {
    expect(resampleVolume(row([1, 2, 3, 4]), { shape: [1, 1, 2], method: 'nearest' }).data).toEqual(
      Int16Array.of(2, 4),
    );
    expect(resampleVolume(row([1, 2, 3]), { shape: [1, 1, 6], method: 'nearest' }).data).toEqual(
      Int16Array.of(1, 1, 2, 2, 3, 3),
    );
  });

  it('takes the nearest label', () => {
    const { data, kind } = resampleVolume(row([0, 5, 7], 'label'), { shape: [1, 1, 6] });
    expect(data).toEqual(Int16Array.of(0, 0, 5, 5, 7, 7));
    expect(kind).toBe('label');
  });

  it('gives a linear function of the place back along all axes', () => {
    const volume = smallVolume({ data: new Float32Array(24) });
    const [depth, height, width] = [8, 9, 8];
    const filled = (target: Volume): Float32Array => {
      const [d, h, w] = target.shape;
      const [left, back, head] = target.affine;
      const at = (x: number, y: number, z: number) =>
        left[0] * x + left[3] + 2 * (back[1] * y + back[3]) + head[2] * z + head[3] - 789;
      return Float32Array.from({ length: d * h * w }, (_, i) =>
        at(i % w, Math.floor(i / w) % h, Math.floor(i / (w * h))),
      );
    };
    const resampled = resampleVolume({ ...volume, data: filled(volume) }, { shape: [depth, height, width] });
    const expected = filled(resampled);
    for (let z = 2; z < 6; z++)
      for (let y = 1; y < 8; y++)
        for (let x = 1; x < 7; x++) {
          const i = (z * height + y) * width + x;
          expect(resampled.data[i]).toBeCloseTo(expected[i]!, 4);
        }
  });

  it('does not let a voxel without a share count', () => {
    const volume = { ...row([1, 2]), data: Float32Array.of(1, Number.NaN) };
    expect(resampleVolume(volume, { shape: [1, 1, 4] }).data).toEqual(
      Float32Array.of(1, Number.NaN, Number.NaN, Number.NaN),
    );
    expect(resampleVolume(volume, { shape: [2, 1, 2] }).data).toEqual(Float32Array.of(1, Number.NaN, 1, Number.NaN));
  });

  it('keeps the places of uneven slices only with the slices', () => {
    const uneven = { ...row([0, 100]), data: new Int16Array(6), shape: [3, 1, 2] as const, slicePlaces: [0, 1, 3] };
    expect(resampleVolume(uneven, { shape: [3, 1, 4] }).slicePlaces).toEqual([0, 1, 3]);
    expect(resampleVolume(uneven, { shape: [6, 1, 2] }).slicePlaces).toBeUndefined();
  });

  it('to the same shape is a copy', () => {
    const volume = smallVolume({ kind: 'label' });
    const copy = resampleVolume(volume, { shape: volume.shape });
    expect(copy).toEqual(volume);
    expect(copy.data).not.toBe(volume.data);
  });

  it.each([
    [{}, 'resampleVolume: `options` must be exactly one of spacing and shape; received {}'],
    [undefined, 'resampleVolume: `options` must be exactly one of spacing and shape; received {}'],
    [{ spacing: 1 as never }, 'resampleVolume: `spacing` must be three numbers, [z, y, x] in mm; received 1'],
    [
      { shape: [2, 2] as never },
      'resampleVolume: `shape` must be three numbers, [depth, height, width]; received [2,2]',
    ],
    [{ shape: [1, 1, 0] as const }, 'resampleVolume: `shape` must be a positive integer; received 0'],
    [{ spacing: [1, -1, 1] as const }, 'resampleVolume: `spacing` must be a number above 0; received -1'],
    [
      { shape: [1, 1, 1] as const, method: 'cubic' as 'linear' },
      'resampleVolume: `method` must be one of linear, nearest; received "cubic"',
    ],
  ])('refuses %o', (options, message) => {
    expect(() => resampleVolume(row([1, 2]), options)).toThrow(new RangeError(message));
  });

  it('refuses to mix labels', () => {
    expect(() => resampleVolume(row([1, 2], 'label'), { shape: [1, 1, 4], method: 'linear' })).toThrow(
      new RangeError(
        'resampleVolume: `method` must be \'nearest\' for labels, which cannot be mixed; received "linear"',
      ),
    );
  });
});
