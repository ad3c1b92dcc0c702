import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { decodeMaskPng } from '../../src/data/formats/png/decodePng';
import { countMaskOverlap } from '../../src/metrics/countOverlap';
import type { Mask } from '../../src/metrics/mask';
import { overlapScore } from '../../src/metrics/overlap';
import { relativeVolumeDifference } from '../../src/metrics/relativeVolumeDifference';
import { type SurfaceDistances, surfaceDistances } from '../../src/metrics/surfaceDistances';
import { Random } from '../../src/utils/random';
import { boxMask, emptyMask, workedPairs } from '../support/boxMask';
import { readExpected, realData } from '../support/realData';
import { nearestWays, surfacePoints } from '../support/surfacePoints';

const nowhere = { hausdorffDistance: Number.NaN, hausdorff95: Number.NaN, averageSymmetricSurfaceDistance: Number.NaN };

function expectClose(received: SurfaceDistances, expected: SurfaceDistances): void {
  for (const name of Object.keys(expected) as (keyof SurfaceDistances)[])
    expect(received[name], name).toBeCloseTo(expected[name], 6);
}

/** The definitions, word for word: every surface point against every other. */
function byDefinition(truth: Mask, prediction: Mask, openEnds = false): SurfaceDistances {
  const [a, b] = [surfacePoints(truth, openEnds), surfacePoints(prediction, openEnds)];
  const ways = (from: number[][], to: number[][]) => nearestWays(from, to).sort((x, y) => x - y);
  const percentile = (sorted: number[]) => {
    const at = 0.95 * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
    return low + (high - low) * (at - Math.floor(at));
  };
  const [there, back] = [ways(a, b), ways(b, a)];
  const all = [...there, ...back];
  return {
    hausdorffDistance: Math.max(...all),
    hausdorff95: Math.max(percentile(there), percentile(back)),
    averageSymmetricSurfaceDistance: all.reduce((sum, way) => sum + way, 0) / all.length,
  };
}

describe('surfaceDistances', () => {
  it('on a sheared grid are true distances, those of the definition', () => {
    const random = new Random(7);
    const affine = [
      [0.7, 0.05, 0, 10],
      [0, 0.8, 1.7, 20],
      [0, 0, 4.7, 30],
    ];
    const grid = { shape: [6, 9, 8], spacing: [5, 0.8, 0.7], affine };
    const blob = (): Mask => ({
      ...grid,
      data: Uint8Array.from({ length: 432 }, () => (random.uniform() < 0.3 ? 1 : 0)),
    });
    for (let trial = 0; trial < 5; trial++) {
      const [truth, prediction] = [blob(), blob()];
      expectClose(surfaceDistances(truth, prediction), byDefinition(truth, prediction));
    }
  });

  it('of neighbouring slices under a tilted gantry are their distance, not the step along the table', () => {
    const tilt = Math.PI / 9;
    const affine = [
      [1, 0, 0, 0],
      [0, 1, 5 * Math.sin(tilt), 0],
      [0, 0, 5 * Math.cos(tilt), 0],
    ];
    const shape = [2, 9, 9];
    const slice = (z: number): Mask => ({
      shape,
      spacing: [5, 1, 1],
      affine,
      data: Uint8Array.from({ length: 162 }, (_, i) => (Math.floor(i / 81) === z ? 1 : 0)),
    });
    // Across the slices lie 4.698 mm, along a column 1.710 mm: the nearest row is 2 mm on.
    expect(surfaceDistances(slice(0), slice(1)).averageSymmetricSurfaceDistance).toBeGreaterThan(4.698);
    expect(surfaceDistances(slice(0), slice(1)).averageSymmetricSurfaceDistance).toBeLessThan(5);
  });

  it('refuse masks at different places', () => {
    const at = (x: number) => [
      [1, 0, 0, x],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ];
    const mask = { data: [1, 0], shape: [1, 1, 2], spacing: [1, 1, 1] };
    expect(() => surfaceDistances({ ...mask, affine: at(0) }, { ...mask, affine: at(3) })).toThrow(
      'surfaceDistances: ground truth and prediction lie up to 3.0 mm apart. Give both without `affine` if their voxels ' +
        'correspond all the same',
    );
    expect(surfaceDistances({ ...mask, affine: at(0) }, { ...mask, affine: at(0.05) }).hausdorffDistance).toBe(0);
    expect(surfaceDistances({ ...mask, affine: at(0) }, mask).hausdorffDistance).toBe(0);
  });

  it.each(Object.entries(workedPairs))('of %s are those worked by hand', (_, { truth, prediction, distances }) => {
    expectClose(surfaceDistances(truth, prediction), distances);
    expectClose(surfaceDistances(prediction, truth), distances);
  });

  it.each([
    { shape: [23, 17], spacing: [0.7, 1.9], density: 0.1 },
    { shape: [12, 15], spacing: [1, 1], density: 0.8 },
    { shape: [7, 9, 11], spacing: [5, 0.7, 0.9], density: 0.03 },
    { shape: [7, 9, 11], spacing: [0.3, 2, 1], density: 0.9 },
    { shape: [1, 9, 11], spacing: [3, 1, 1], density: 0.4 },
    { shape: [30, 2, 2], spacing: [1.25, 0.5, 4], density: 0.2 },
  ])('of noise of $density in $shape at $spacing are those of the definitions', ({ shape, spacing, density }) => {
    const random = new Random(shape[0]!);
    const length = shape.reduce((product, n) => product * n, 1);
    const noise = (): Mask => ({
      data: Uint8Array.from({ length }, () => Number(random.uniform() < density)),
      shape,
      spacing,
    });
    for (let i = 0; i < 5; i++) {
      const [truth, prediction] = [noise(), noise()];
      for (const openEnds of [false, true]) {
        const expected = byDefinition(truth, prediction, openEnds);
        for (const [name, value] of Object.entries(surfaceDistances(truth, prediction, { openEnds })))
          expect(value, name).toBeCloseTo(expected[name as keyof SurfaceDistances], 10);
      }
    }
  });

  it('of columns cut by both ends, worked by hand, have no surface there with open ends', () => {
    const column = (low: number, high: number) =>
      boxMask(
        [3, 7, 7],
        [5, 1, 1],
        [
          [0, 2],
          [low, high],
          [low, high],
        ],
      );
    const [truth, prediction] = [column(2, 4), column(1, 5)];
    // In each slice, 8 pixels of the inner square and 12 of the outer one are 1 mm apart, 4 corners √2.
    const open = surfaceDistances(truth, prediction, { openEnds: true });
    expect(open.averageSymmetricSurfaceDistance).toBeCloseTo((3 * (8 + 12 + 4 * Math.SQRT2)) / (3 * (8 + 16)), 10);
    // The slices at the ends are surface as a whole; there, the inner square coincides with the outer one.
    const closed = surfaceDistances(truth, prediction);
    const sum = 8 + 3 * (12 + 4 * Math.SQRT2);
    expect(closed.averageSymmetricSurfaceDistance).toBeCloseTo(sum / (2 * (9 + 25) + 8 + 16), 10);
    expect([open.hausdorffDistance, closed.hausdorffDistance]).toEqual([Math.SQRT2, Math.SQRT2]);
  });

  it('with open ends are 0 between masks that fill the array, and NaN beside another', () => {
    const [full, half] = [
      boxMask(
        [1, 4],
        [1, 1],
        [
          [0, 0],
          [0, 3],
        ],
      ),
      boxMask(
        [1, 4],
        [1, 1],
        [
          [0, 0],
          [0, 1],
        ],
      ),
    ];
    expectClose(surfaceDistances(full, full, { openEnds: true }), {
      hausdorffDistance: 0,
      hausdorff95: 0,
      averageSymmetricSurfaceDistance: 0,
    });
    expect(surfaceDistances(full, half, { openEnds: true })).toEqual(nowhere);
  });

  it('are 0 for equal masks and for two empty ones', () => {
    const mask = boxMask(
      [5, 6],
      [1, 2],
      [
        [1, 3],
        [2, 4],
      ],
    );
    const none = emptyMask([5, 6], [1, 2]);
    const zero = { hausdorffDistance: 0, hausdorff95: 0, averageSymmetricSurfaceDistance: 0 };
    expect(surfaceDistances(mask, mask)).toEqual(zero);
    expect(surfaceDistances(none, none)).toEqual(zero);
  });

  it('are NaN if exactly one mask is empty', () => {
    const mask = boxMask(
      [5, 6],
      [1, 2],
      [
        [1, 3],
        [2, 4],
      ],
    );
    const none = emptyMask([5, 6], [1, 2]);
    expect(surfaceDistances(mask, none)).toEqual(nowhere);
    expect(surfaceDistances(none, mask)).toEqual(nowhere);
  });

  it('take what lies beyond the array for outside', () => {
    const whole = boxMask(
      [5, 5],
      [1, 1],
      [
        [0, 4],
        [0, 4],
      ],
    );
    const middle = boxMask(
      [5, 5],
      [1, 1],
      [
        [2, 2],
        [2, 2],
      ],
    );
    expect(surfaceDistances(whole, middle).hausdorffDistance).toBeCloseTo(Math.sqrt(8), 12);
  });

  it('take labels and probabilities above 0.5 for inside', () => {
    const mask = (data: ArrayLike<number>) => ({ data, shape: [1, 4], spacing: [1, 1] });
    expect(surfaceDistances(mask([0, 2, 1, 0]), mask([0.5, 0.6, 0, -3])).hausdorffDistance).toBe(1);
  });

  it('refuse what does not fit together', () => {
    const mask = boxMask([5, 6], [1, 2], []);
    expect(() => surfaceDistances(mask, boxMask([6, 5], [1, 2], []))).toThrow(
      new RangeError('surfaceDistances: `prediction.shape` must be that of the ground truth (5×6); received [6,5]'),
    );
    expect(() => surfaceDistances({ ...mask, spacing: null }, mask)).toThrow(
      new RangeError(
        'surfaceDistances: `truth.spacing` must be known; received null. Give 1 for each axis to count in pixels',
      ),
    );
  });
});

interface ChaosCase {
  tp: number;
  fp: number;
  fn: number;
  dice: number;
  jaccard: number;
  ravd_percent: number;
  signed_rvd_percent: number;
  surface_4connected: { assd: number; mssd: number };
}

const { path: folder, missing } = realData('fixtures/metrics');
const cases = missing ? {} : readExpected<{ files: Record<string, ChaosCase> }>(folder).files;

describe.skipIf(missing)('the pictures of CHAOS', () => {
  const open = (file: string): Mask => {
    const { data, height, width } = decodeMaskPng(readFileSync(join(folder, file)));
    return { data, shape: [height, width], spacing: [1, 1] };
  };

  it('are seven', () => expect(Object.keys(cases)).toHaveLength(7));

  it.each(Object.entries(cases))('%s has the scores of the reference', (file, expected) => {
    const [truth, prediction] = [open('chaos-2d/ref.png'), open(file)];
    const { tp, fp, fn, surface_4connected: surface } = expected;
    const counts = countMaskOverlap(truth.data, prediction.data, 0.5);
    expect(counts).toEqual({ tp, fp, fn });
    expect(overlapScore('diceCoefficient', counts, 1)).toBeCloseTo(expected.dice, 9);
    expect(overlapScore('intersectionOverUnion', counts, 1)).toBeCloseTo(expected.jaccard, 9);
    expect(relativeVolumeDifference(truth, prediction)).toBeCloseTo(expected.signed_rvd_percent, 8);
    expect(Math.abs(relativeVolumeDifference(truth, prediction))).toBeCloseTo(expected.ravd_percent, 8);
    const distances = surfaceDistances(truth, prediction);
    expect(distances.averageSymmetricSurfaceDistance).toBeCloseTo(surface.assd, 8);
    expect(distances.hausdorffDistance).toBeCloseTo(surface.mssd, 8);
  });

  it('seg1.png has an HD95 of 3.8028', () => {
    const { hausdorff95 } = surfaceDistances(open('chaos-2d/ref.png'), open('chaos-2d/seg1.png'));
    expect(hausdorff95).toBeCloseTo(3.8028, 4);
  });
});
