import { describe, expect, it } from 'vitest';

import type { Overlap } from '../../src/metrics/overlap';
import { segmentationReport } from '../../src/metrics/segmentationReport';

const image = (tp: number, fp: number, fn: number, patient?: string) => ({ patient, classes: [{ tp, fp, fn }] });
const three = [image(6, 2, 4), image(0, 0, 0), image(0, 3, 0)];

describe('segmentationReport', () => {
  it('gives mean and population standard deviation per image', () => {
    const { perImage } = segmentationReport(three, 1);
    expect(perImage.diceCoefficient.mean).toBeCloseTo(0.555556, 6);
    expect(perImage.diceCoefficient.sd).toBeCloseTo(Math.sqrt((4 / 9 + 1 + 0) / 3 - (5 / 9) ** 2), 12);
    expect(perImage.intersectionOverUnion.mean).toBeCloseTo(0.5, 12);
    expect(perImage.intersectionOverUnion).toMatchObject({ n: 3, skipped: 0 });
  });

  it('gives micro averages of the summed counts', () => {
    const { micro, counts } = segmentationReport(three, 1);
    expect(counts).toEqual([{ tp: 6, fp: 5, fn: 4 }]);
    expect(micro.diceCoefficient).toBeCloseTo(0.571429, 6);
    expect(micro.intersectionOverUnion).toBeCloseTo(0.4, 12);
    expect(micro.precision).toBeCloseTo(6 / 11, 12);
    expect(micro.recall).toBeCloseTo(0.6, 12);
  });

  it('sums the counts of a patient before scoring', () => {
    const { perPatient } = segmentationReport([image(6, 2, 4, 'a'), image(1, 0, 0, 'b'), image(2, 2, 0, 'a')], 1);
    expect(perPatient!.recall.n).toBe(2);
    expect(perPatient!.recall.mean).toBeCloseTo((8 / 12 + 1) / 2, 12);
    expect(perPatient!.precision.mean).toBeCloseTo((8 / 12 + 1) / 2, 12);
    expect(perPatient!.diceCoefficient.sd).toBeCloseTo((1 - 16 / 24) / 2, 12);
  });

  it('leaves images without a patient out of the scores per patient', () => {
    const { perImage, perPatient } = segmentationReport([image(1, 1, 0, 'a'), image(1, 0, 0)], 1);
    expect(perImage.precision).toMatchObject({ mean: 0.75, n: 2 });
    expect(perPatient!.precision).toMatchObject({ mean: 0.5, n: 1 });
  });

  it.each([
    { emptyValue: 1, mean: 5 / 9, n: 3, skipped: 0, verdict: 'its score is 1' },
    { emptyValue: 0, mean: 2 / 9, n: 3, skipped: 0, verdict: 'its score is 0' },
    { emptyValue: Number.NaN, mean: 1 / 3, n: 2, skipped: 1, verdict: 'it is skipped' },
  ])('counts and states empty masks at empty value $emptyValue', ({ emptyValue, mean, n, skipped, verdict }) => {
    const { perImage, emptyRule } = segmentationReport(three, emptyValue);
    expect(perImage.diceCoefficient.mean).toBeCloseTo(mean, 12);
    expect(perImage.diceCoefficient).toMatchObject({ n, skipped });
    expect(emptyRule).toBe(
      `If an image mask is empty in both ground truth and prediction, ${verdict} (1 of 3); if in exactly one, its score is 0.`,
    );
  });

  it('applies the empty rule to micro averages too', () => {
    expect(segmentationReport([image(0, 0, 0)], 1).micro.precision).toBe(1);
    expect(segmentationReport([image(0, 0, 0)], Number.NaN).micro.precision).toBeNaN();
    expect(segmentationReport([image(0, 0, 9)], 1).micro.precision).toBe(0);
  });

  it('is NaN with n = 0 if every image is skipped', () => {
    const { perImage } = segmentationReport([image(0, 0, 0), image(0, 0, 0)], Number.NaN);
    expect(perImage.recall).toEqual({ mean: Number.NaN, sd: Number.NaN, n: 0, skipped: 2 });
  });

  it('averages classes within each item; an empty class is not averaged if the empty value is NaN', () => {
    const classes: Overlap[] = [
      { tp: 1, fp: 1, fn: 0 },
      { tp: 0, fp: 0, fn: 0 },
    ];
    expect(segmentationReport([{ patient: 'a', classes }], 1).perImage.precision.mean).toBe(0.75);
    expect(segmentationReport([{ patient: 'a', classes }], Number.NaN).perPatient!.precision.mean).toBe(0.5);
    expect(segmentationReport([{ patient: 'a', classes }], 1).micro.precision).toBe(0.75);
  });

  it('refuses no images, and images of different classes', () => {
    expect(() => segmentationReport([], 1)).toThrow(
      new Error('SegmentationScores: there is nothing to score; add an image first'),
    );
    const two = { patient: undefined, classes: [...image(1, 0, 0).classes, ...image(1, 0, 0).classes] };
    expect(() => segmentationReport([image(1, 0, 0), two], 1)).toThrow(
      new RangeError('SegmentationScores: all images must have the same number of classes'),
    );
  });
});
