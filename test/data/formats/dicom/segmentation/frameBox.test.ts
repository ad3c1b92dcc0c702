import { expect, it } from 'vitest';

import { CtFileError } from '../../../../../src/data/ctFileError';
import { frameBox, type PlacedFrame } from '../../../../../src/data/formats/dicom/segmentation/frameBox';

const box = (places: readonly number[], side: number) =>
  frameBox(
    places.map(
      (mm) => ({ position: [0, 0, mm], orientation: [1, 0, 0, 0, 1, 0], spacing: [1, 1] }) as unknown as PlacedFrame,
    ),
    { file: 'seg.dcm', rows: side, columns: side, spacingBetweenSlices: 1, sliceThickness: 1 } as never,
  ).geometry.size;

it('two frames far apart make a large box if it is small in memory', () => {
  expect(box([0, 4095], 32)).toEqual([32, 32, 4096]);
  expect(box([0, 900], 512)).toEqual([512, 512, 901]);
});

it('two large frames far apart are refused before anything is allocated', () => {
  expect(() => box([0, 4095], 512)).toThrow(
    new CtFileError(
      'seg.dcm',
      "2 frames of 512 × 512 voxels would make a mask of 4096 slices, nearly all empty. Give the scan's header in `grid`",
    ),
  );
});

it('a box that its frames fill may be large', () => {
  const places = Array.from({ length: 1100 }, (_, i) => i);
  expect(box(places, 512)).toEqual([512, 512, 1100]);
});
