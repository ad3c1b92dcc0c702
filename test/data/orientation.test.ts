import { describe, expect, it } from 'vitest';

import { axisCodes, type Grid, reorient, stepLengths } from '../../src/data/orientation';
import { toStored, toVolume } from '../../src/data/toVolume';
import type { Affine } from '../../src/data/volume';

/** 2 × 3 × 1 voxels: x to the head, y to the right, z to the back. */
const grid: Grid<Uint8Array> = {
  data: Uint8Array.of(1, 2, 3, 4, 5, 6),
  size: [2, 3, 1],
  affine: [
    [0, -2, 0, 10],
    [0, 0, 3, 20],
    [1.5, 0, 0, 30],
  ],
};

describe('axisCodes', () => {
  it('names where indices grow to', () => {
    expect(axisCodes(grid.affine)).toBe('SRP');
  });

  it('settles the largest cosine of oblique axes first', () => {
    const oblique: Affine = [
      [0.8, 0.7, 0, 0],
      [0.6, -0.72, 0, 0],
      [0, 0, -1, 0],
    ];
    expect(axisCodes(oblique)).toBe('LAI');
  });
});

describe('reorient', () => {
  it('moves voxels and affine together', () => {
    expect(reorient(grid, 'LPS')).toEqual({
      data: Uint8Array.of(5, 3, 1, 6, 4, 2),
      size: [3, 1, 2],
      affine: [
        [2, 0, 0, 6],
        [0, 3, 0, 20],
        [0, 0, 1.5, 30],
      ],
    });
  });

  it('gives the grid itself where there is nothing to turn', () => {
    expect(reorient(grid, 'SRP')).toBe(grid);
  });

  it.each(['LP', 'LRS', 'LPX', 'LPSS'])('refuses %s', (codes) => {
    expect(() => reorient(grid, codes)).toThrow(
      new RangeError(
        `reorient: \`codes\` must be three letters, one of L or R, P or A, S or I each; received "${codes}"`,
      ),
    );
  });
});

it('stepLengths are those of the columns', () => {
  expect(stepLengths(grid.affine)).toEqual([1.5, 2, 3]);
});

it('toStored gives back the grid of toVolume', () => {
  const volume = toVolume(grid, 'label', 'x.nii');
  expect(volume.storedAs).toBe('SRP');
  expect(volume.spacing).toEqual([1.5, 3, 2]);
  expect(toStored(volume)).toEqual(grid);
});
