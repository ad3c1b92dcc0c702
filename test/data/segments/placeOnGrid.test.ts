import { describe, expect, it } from 'vitest';

import { placeOnGrid } from '../../../src/data/segments/placeOnGrid';
import type { Affine, Volume } from '../../../src/data/volume';
import { smallGrid as grid } from '../../support/smallGrid';

/** A mask of labels 1 and 2 side by side. */
function maskAt(affine: Affine): Volume {
  return {
    ...grid,
    data: Uint8Array.of(1, 2),
    shape: [1, 1, 2],
    affine,
    kind: 'label',
    source: 'mask',
    storedAs: 'RAS',
  };
}

const at = ([z, y, x]: readonly number[]) => (z! * 4 + y!) * 5 + x!;

describe('placeOnGrid', () => {
  it('places a part of the scan', () => {
    const mask = maskAt([
      [1, 0, 0, -8],
      [0, 2, 0, 22],
      [0, 0, 5, 40],
    ]);
    const placed = placeOnGrid(mask, grid);
    expect(placed).toMatchObject({ shape: [3, 4, 5], affine: grid.affine, storedAs: 'LPS', kind: 'label' });
    const expected = new Uint8Array(60);
    expected[at([2, 1, 2])] = 1;
    expected[at([2, 1, 3])] = 2;
    expect(placed.data).toEqual(expected);
  });

  it('turns axes that run in other directions', () => {
    const mask = maskAt([
      [0, 1, 0, -9],
      [-2, 0, 0, 26],
      [0, 0, 5, 30],
    ]);
    const expected = new Uint8Array(60);
    expected[at([0, 3, 1])] = 1;
    expected[at([0, 2, 1])] = 2;
    expect(placeOnGrid(mask, grid).data).toEqual(expected);
  });

  it('refuses voxels between those of the scan', () => {
    const mask = maskAt([
      [1, 0, 0, -8.5],
      [0, 2, 0, 22],
      [0, 0, 5, 40],
    ]);
    expect(() => placeOnGrid(mask, grid)).toThrow(
      'mask: the voxels of the mask (1 × 1 × 2 voxels of 5 × 2 × 1 mm) lie up to 0.5 mm away from those of the scan ct (3 × 4 × 5 voxels of 5 × 2 × 1 mm). Resample the mask onto its scan by nearest neighbour',
    );
  });

  it('refuses larger voxels, between which some of the scan would stay background', () => {
    const coarse: Affine = [
      [2, 0, 0, -10],
      [0, 2, 0, 20],
      [0, 0, 10, 30],
    ];
    const mask: Volume = { ...maskAt(coarse), spacing: [10, 2, 2] };
    expect(() => placeOnGrid(mask, grid)).toThrow(
      'mask: the voxels of the mask (1 × 1 × 2 voxels of 10 × 2 × 2 mm) differ in size from those of the scan ct (3 × 4 × 5 voxels of 5 × 2 × 1 mm). Resample the mask onto its scan by nearest neighbour',
    );
    const single: Volume = { ...mask, data: Uint8Array.of(1), shape: [1, 1, 1] };
    expect([...placeOnGrid(single, grid).data].filter((label) => label > 0)).toEqual([1]);
  });

  it('refuses labels outside the scan, and no background', () => {
    const affine: Affine = [
      [1, 0, 0, -6],
      [0, 2, 0, 20],
      [0, 0, 5, 30],
    ];
    expect(() => placeOnGrid(maskAt(affine), grid)).toThrow(
      'mask: 1 labelled voxel lies outside the scan ct. Give the scan on which the mask was drawn',
    );
    const inside = placeOnGrid({ ...maskAt(affine), data: Uint8Array.of(1, 0) }, grid);
    expect([...inside.data].filter((label) => label > 0)).toEqual([1]);
  });
});
