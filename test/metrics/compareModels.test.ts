import { describe, expect, it } from 'vitest';

import { compareModels } from '../../src/metrics/compareModels';
import { evaluateVolumes } from '../../src/metrics/evaluateVolumes';
import type { EvaluationReport } from '../../src/metrics/evaluationReport';
import type { Mask } from '../../src/metrics/mask';
import type { VolumePair } from '../../src/metrics/volumePair';
import { boxMask, emptyMask } from '../support/boxMask';

const shape = [2, 8, 8];
const spacing = [2, 1, 1];
const truth = boxMask(shape, spacing, [
  [0, 1],
  [2, 5],
  [2, 5],
]);
/** The truth with its last columns left out in both slices. */
const narrow = (columns: number) =>
  boxMask(shape, spacing, [
    [0, 1],
    [2, 5],
    [2, 1 + columns],
  ]);
const report = (predictions: readonly Mask[]) =>
  evaluateVolumes(
    predictions.map((prediction, i): VolumePair => ({ patient: `p${i}`, name: 'ct', truth, prediction })),
  );

const good = () => report([truth, narrow(3), truth, narrow(3)]);
const poor = () => report([narrow(2), narrow(1), narrow(3), narrow(3)]);

describe('compareModels', () => {
  it('tests the differences of the Dice coefficients of volumes, first less second', async () => {
    const comparison = compareModels(await good(), await poor());
    const dice = (columns: number) => (2 * columns) / (columns + 4);
    const differences = [dice(4) - dice(2), dice(3) - dice(1), dice(4) - dice(3), 0];
    const mean = differences.reduce((sum, difference) => sum + difference, 0) / 4;
    expect(comparison).toMatchObject({ score: 'diceCoefficient', unit: 'volume', n: 4, skipped: 0, confidence: 0.95 });
    expect(comparison.meanA).toBeCloseTo((2 + 2 * dice(3)) / 4, 12);
    expect(comparison.meanA - comparison.meanB).toBeCloseTo(mean, 12);
    expect(comparison.meanDifference).toBeCloseTo(mean, 12);
    expect(comparison.wilcoxon).toEqual({ pValue: 0.25, statistic: 0, n: 3, zeros: 1, method: 'exact' });
    expect(comparison.interval[0]).toBeGreaterThanOrEqual(0);
    expect(comparison.interval[0]).toBeLessThan(mean);
    expect(comparison.interval[1]).toBeGreaterThan(mean);
  });

  it('turned round gives the opposite', async () => {
    const [there, back] = [compareModels(await good(), await poor()), compareModels(await poor(), await good())];
    expect(back.meanDifference).toBeCloseTo(-there.meanDifference, 12);
    expect(back.wilcoxon).toEqual(there.wilcoxon);
  });

  it('compares slices and other scores if asked', async () => {
    const comparison = compareModels(await good(), await poor(), { unit: 'slice', score: 'hausdorff95' });
    expect(comparison).toMatchObject({ unit: 'slice', score: 'hausdorff95', n: 8, skipped: 0 });
    expect(comparison.meanA).toBeCloseTo(0.5, 12);
  });

  it('pairs by name, not by order', async () => {
    const b = await poor();
    const turned = { volumes: b.volumes.toReversed(), slices: b.slices };
    expect(compareModels(await good(), turned)).toEqual(compareModels(await good(), b));
  });

  it('skips and counts pairs without a score, also in reports that went through JSON', async () => {
    const a = await report([truth, emptyMask(shape, spacing)]);
    const b = await report([narrow(3), truth]);
    const comparison = compareModels(a, b, { score: 'hausdorff95' });
    expect(comparison).toMatchObject({ n: 1, skipped: 1, meanA: 0, meanB: 1 });
    const saved = JSON.parse(JSON.stringify(a)) as EvaluationReport;
    expect(compareModels(saved, b, { score: 'hausdorff95' })).toEqual(comparison);
  });

  it('refuses reports of other volumes', async () => {
    const [one, two] = [await report([truth]), await report([truth, truth])];
    expect(() => compareModels(two, one)).toThrow(
      new RangeError(
        'compareModels: both models must be evaluated on the same volumes and slices; only the first has p1 / ct',
      ),
    );
    expect(() => compareModels(one, two, { unit: 'slice' })).toThrow(
      new RangeError(
        'compareModels: both models must be evaluated on the same volumes and slices; the first has 2, the second 4',
      ),
    );
  });

  it('refuses what cannot be compared', async () => {
    const none = await report([emptyMask(shape, spacing)]);
    expect(() => compareModels(none, none, { score: 'hausdorff95' })).toThrow(
      new RangeError(
        'compareModels: both models must have a hausdorff95 somewhere; no volume has two. Take another score',
      ),
    );
    expect(() => compareModels(none, none, { unit: 'pixel' as 'slice' })).toThrow(
      new RangeError('compareModels: `unit` must be one of volume, slice; received "pixel"'),
    );
    expect(() => compareModels(none, none, { confidence: 0 })).toThrow(
      new RangeError('bootstrapMean: `confidence` must be above 0 and below 1; received 0'),
    );
  });
});
