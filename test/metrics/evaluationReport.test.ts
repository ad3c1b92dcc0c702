import { expect, it } from 'vitest';

import { evaluationReport } from '../../src/metrics/evaluationReport';
import { itemScores } from '../../src/metrics/itemScores';
import type { Mask } from '../../src/metrics/mask';
import { boxMask, emptyMask } from '../support/boxMask';

const none = emptyMask([1, 4, 4], [1, 1, 1]);
const some = boxMask(
  [1, 4, 4],
  [1, 1, 1],
  [
    [0, 0],
    [1, 2],
    [1, 2],
  ],
);
const bare = (mask: Mask): Mask => ({ ...mask, spacing: null });
const volume = (truth: Mask, prediction: Mask, emptyValue = 1) => ({
  patient: 'a',
  volume: '1',
  ...itemScores(truth, prediction, { emptyValue, openEnds: false, ml: truth.spacing ? 0.001 : Number.NaN }),
});
const slice = (truth: Mask, prediction: Mask, emptyValue = 1) => ({
  ...volume(truth, prediction, emptyValue),
  slice: '0',
});

const scoring = (emptyValue: number, uneven = 0, openEnds = false) => ({ emptyValue, openEnds, uneven });

it('says how empty masks were scored and how many there were', () => {
  const slices = [slice(none, none), slice(none, none), slice(none, some), slice(some, none), slice(some, some)];
  const { emptyRule } = evaluationReport([volume(none, some), volume(some, some)], slices, scoring(1));
  expect(emptyRule).toBe(
    'If ground truth and prediction are both empty, overlap scores are 1 and distances are 0 (2 of 5 slices, 0 of 2 volumes). ' +
      'If exactly one is empty, overlap scores are 0 and distances are undefined (2 of 5 slices, 1 of 2 volumes). ' +
      'If only the ground truth is empty, the relative volume difference is undefined (1 of 5 slices, 1 of 2 volumes). ' +
      'Undefined scores are excluded from the means and counted as skipped.',
  );
});

it('says where the spacing is not known', () => {
  const { emptyRule } = evaluationReport([volume(bare(some), bare(some)), volume(some, some)], [], scoring(1));
  expect(emptyRule).toContain('Without a known spacing, distances and volumes in ml are undefined (1 of 2 volumes).');
});

it('says where slices are unevenly spaced', () => {
  const { emptyRule } = evaluationReport([volume(some, some), volume(some, some)], [], scoring(1, 1));
  expect(emptyRule).toContain(
    'Where slices are unevenly spaced, distances and volumes in ml are approximate (1 of 2 volumes).',
  );
});

it('says where masks have no surface', () => {
  const { emptyRule } = evaluationReport([volume(some, some)], [], scoring(1, 0, true));
  expect(emptyRule).toContain('Masks cut off by the end of a scan have no surface there.');
});

it('says so if the empty value is NaN, and skips and counts', () => {
  const slices = [slice(none, none, Number.NaN), slice(some, none, Number.NaN)];
  const { emptyRule, perSlice } = evaluationReport([volume(some, none, Number.NaN)], slices, scoring(Number.NaN));
  expect(emptyRule).toContain(
    'both empty, overlap scores are undefined and distances are 0 (1 of 2 slices, 0 of 1 volumes).',
  );
  expect(perSlice.diceCoefficient).toEqual({ mean: 0, sd: 0, n: 1, skipped: 1 });
  expect(perSlice.hausdorff95).toEqual({ mean: 0, sd: 0, n: 1, skipped: 1 });
});

it('scores the sums of all counts by the empty rule too', () => {
  expect(evaluationReport([volume(none, none)], [], scoring(1)).micro.recall).toBe(1);
  expect(evaluationReport([volume(none, none, Number.NaN)], [], scoring(Number.NaN)).micro.recall).toBeNaN();
});
