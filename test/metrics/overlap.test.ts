import { describe, expect, it } from 'vitest';

import { OVERLAP_METRIC_NAMES, overlapScore } from '../../src/metrics/overlap';

const scores = (tp: number, fp: number, fn: number, emptyValue = 1) =>
  OVERLAP_METRIC_NAMES.map((name) => overlapScore(name, { tp, fp, fn }, emptyValue));

describe('overlapScore', () => {
  it('gives DSC 2/3, IoU 0.5, precision 0.75 and recall 0.6 for 6 TP, 2 FP, 4 FN', () => {
    expect(OVERLAP_METRIC_NAMES).toEqual(['diceCoefficient', 'intersectionOverUnion', 'precision', 'recall']);
    expect(scores(6, 2, 4)).toEqual([2 / 3, 0.5, 0.75, 0.6]);
  });

  it.each([1, 0, Number.NaN])('is the empty value %d in all four where both masks are empty', (emptyValue) => {
    expect(scores(0, 0, 0, emptyValue)).toEqual([emptyValue, emptyValue, emptyValue, emptyValue]);
  });

  it.each([1, Number.NaN])('is 0 in all four where exactly one mask is empty, at empty value %d', (emptyValue) => {
    expect(scores(0, 3, 0, emptyValue)).toEqual([0, 0, 0, 0]);
    expect(scores(0, 0, 3, emptyValue)).toEqual([0, 0, 0, 0]);
  });

  it('gives IoU = DSC / (2 − DSC)', () => {
    const [dice, iou] = scores(7, 5, 1) as [number, number];
    expect(iou).toBeCloseTo(dice / (2 - dice), 12);
  });
});
