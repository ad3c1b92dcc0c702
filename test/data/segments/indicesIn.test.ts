import { expect, it } from 'vitest';

import { indicesIn } from '../../../src/data/segments/indicesIn';
import type { VolumeHeader } from '../../../src/data/volume';

/** Four slices 2 mm apart, the third of five missing. */
const uneven: VolumeHeader = {
  shape: [4, 8, 8],
  spacing: [2, 1, 1],
  affine: [
    [1, 0, 0, -10],
    [0, 1, 0, 20],
    [0, 0, 2, 100],
  ],
  isUneven: true,
  slicePlaces: [0, 1, 3, 4],
  kind: 'hu',
  storedAs: 'LPS',
  source: 'scan',
};

it.each([
  ['on a slice', 102, 1],
  ['on a slice above a gap', 106, 2],
  ['on the last slice', 108, 3],
  ['in a gap', 104, 1.5],
  ['below the scan', 96, -2],
  ['above the scan', 110, 4],
])('a position %s is found among uneven slices', (_, z, index) => {
  expect(indicesIn(uneven)([-7, 22, z])).toEqual([3, 2, index]);
});

it('a position is found by the affine alone in even slices', () => {
  const { slicePlaces, ...even } = uneven;
  expect(slicePlaces).toHaveLength(4);
  expect(indicesIn(even)([-10, 20, 106])).toEqual([0, 0, 3]);
});
