import { describe, expect, it } from 'vitest';

import { fillEvenOdd } from '../../src/data/formats/dicom/structures/fillEvenOdd';
import { traceContours } from '../../src/dicom/traceContours';
import { Random } from '../../src/utils/random';

/** A picture as labels: `#` is 1, other characters are 0. */
const labelsOf = (rows: readonly string[]) =>
  rows.flatMap((row) => [...row].map((character) => (character === '#' ? 1 : 0)));

const trace = (...rows: string[]) => traceContours(labelsOf(rows), 1, rows[0]!.length, rows.length);

/** Fills the contours by the even–odd rule, or, as programs do that ignore holes, each for itself. */
function fill(
  contours: ReturnType<typeof traceContours>,
  width: number,
  height: number,
  separately: boolean,
): number[] {
  const filled = new Array<number>(width * height).fill(0);
  const planes = contours.map((contour) => contour.map(([x, y]) => [x - 0.5, y - 0.5] as const));
  const set = (column: number, row: number) => {
    filled[row * width + column] = 1;
  };
  if (separately) for (const plane of planes) fillEvenOdd([plane], width, height, set);
  else fillEvenOdd(planes, width, height, set);
  return filled;
}

describe('contours', () => {
  it('run clockwise along the edges of voxels, with a point at each turn', () => {
    expect(trace('....', '.##.', '.#..')).toEqual([
      [
        [1, 1],
        [3, 1],
        [3, 2],
        [2, 2],
        [2, 3],
        [1, 3],
      ],
    ]);
  });

  it('reach the edges of the slice', () => {
    expect(trace('##', '##')).toEqual([
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
      ],
    ]);
  });

  it('separate voxels that touch by a corner', () => {
    expect(trace('#.', '.#')).toHaveLength(2);
  });

  it('lead to a hole and back by a channel', () => {
    const outer = [
      [0, 0],
      [3, 0],
      [3, 3],
      [0, 3],
      [0, 1],
    ];
    const hole = [
      [1, 1],
      [1, 2],
      [2, 2],
      [2, 1],
    ];
    expect(trace('###', '#.#', '###')).toEqual([[...outer, ...hole, [0, 1]]]);
  });

  it('are none without labels', () => {
    expect(trace('...', '...')).toEqual([]);
  });

  it('give back every voxel, however they are combined', () => {
    const random = new Random(7);
    for (let run = 0; run < 60; run++) {
      const [width, height] = [1 + random.integer(14), 1 + random.integer(14)];
      const share = random.uniform(0.2, 0.9);
      const labels = Array.from({ length: width * height }, () => (random.uniform() < share ? 1 : 0));
      const contours = traceContours(labels, 1, width, height);
      expect(fill(contours, width, height, false)).toEqual(labels);
      expect(fill(contours, width, height, true)).toEqual(labels);
    }
  });

  it('of a slice full of noise, with its thousands of holes, are traced and filled in seconds', () => {
    const random = new Random(3);
    const [width, height] = [512, 512];
    const labels = Array.from({ length: width * height }, () => (random.uniform() < 0.6 ? 1 : 0));
    const filled = fill(traceContours(labels, 1, width, height), width, height, false);
    expect(filled.every((label, i) => label === labels[i])).toBe(true);
  });
});
