import type { VolumeHeader } from '../../src/data/volume';

/** The grid of a small scan. */
export const smallGrid: VolumeHeader = {
  shape: [3, 4, 5],
  spacing: [5, 2, 1],
  affine: [
    [1, 0, 0, -10],
    [0, 2, 0, 20],
    [0, 0, 5, 30],
  ],
  kind: 'hu',
  storedAs: 'LPS',
  source: 'ct',
};
