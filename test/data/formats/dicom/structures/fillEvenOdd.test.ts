import { describe, expect, it } from 'vitest';

import { fillEvenOdd, type PlaneContour } from '../../../../../src/data/formats/dicom/structures/fillEvenOdd';

/** The filled voxels of a plane of 8 × 6, as a picture. */
function picture(...contours: PlaneContour[]): string[] {
  const rows = Array.from({ length: 6 }, () => new Array<string>(8).fill('.'));
  fillEvenOdd(contours, 8, 6, (column, row) => {
    rows[row]![column] = rows[row]![column] === '.' ? '#' : '!';
  });
  return rows.map((row) => row.join(''));
}

const rectangle = (left: number, top: number, right: number, bottom: number): PlaneContour => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
];

describe('the even–odd rule', () => {
  it('fills voxels whose centres lie inside', () => {
    expect(picture(rectangle(0.6, 0.5, 3.5, 2.4))).toEqual([
      '........',
      '.###....',
      '.###....',
      '........',
      '........',
      '........',
    ]);
  });

  it('leaves a contour inside another as a hole, and fills one inside that', () => {
    expect(
      picture(rectangle(-0.5, -0.5, 6.5, 5.5), rectangle(0.5, 0.5, 5.5, 4.5), rectangle(1.5, 1.5, 4.5, 3.5)),
    ).toEqual(['#######.', '#.....#.', '#.###.#.', '#.###.#.', '#.....#.', '#######.']);
  });

  it('cancels both sides of a channel to a hole, even where it meets centres', () => {
    const keyhole: PlaneContour = [
      [0, 0],
      [6.5, 0],
      [6.5, 4.5],
      [3.1, 4.5],
      [3, 3],
      [4.5, 2.5],
      [2.5, 1.5],
      [3, 3],
      [3.1, 4.5],
      [0, 4.5],
    ];
    expect(picture(keyhole)).toEqual(['#######.', '#######.', '###.###.', '#######.', '#######.', '........']);
  });

  it('gives centres on an edge to the left and the upper side', () => {
    expect(picture(rectangle(1, 1, 3, 3))).toEqual([
      '........',
      '.##.....',
      '.##.....',
      '........',
      '........',
      '........',
    ]);
  });

  it('cuts contours off at the edge of the plane', () => {
    expect(picture(rectangle(-1e9, -1e9, 1e9, 0.5), rectangle(6.5, 4.5, 1e300, 1e300))).toEqual([
      '########',
      '........',
      '........',
      '........',
      '........',
      '.......#',
    ]);
  });

  it('fills slanted contours', () => {
    expect(
      picture([
        [0, 0],
        [5, 0],
        [0, 5],
      ]),
    ).toEqual(['#####...', '####....', '###.....', '##......', '#.......', '........']);
  });
});
