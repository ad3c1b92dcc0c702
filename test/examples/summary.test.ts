import { labelTable, SegmentationScores } from 'msa-unet';
import { describe, expect, test } from 'vitest';

import {
  baselineText,
  labelRows,
  meansOf,
  summaryText,
  testSize,
  warningText,
} from '../../examples/quickstart/summary';
import { runSettings } from '../../src/training/run/runSettings';
import { runSummary } from './runSummary';

test('means come with their standard deviations', async () => {
  expect(meansOf(await runSummary(), 'diceCoefficient')).toEqual({
    perSlice: '0.778 ± 0.157',
    perPatient: '0.833 ± 0.167',
  });
});

test('one item alone has no deviation', async () => {
  const { test: report } = await runSummary();
  const one = new SegmentationScores();
  one.addCounts({ tp: 1, fp: 1, fn: 0 }, 'a');
  one.addCounts({ tp: 1, fp: 0, fn: 0 }, 'a');
  expect(meansOf({ test: await one.result() }, 'precision')).toEqual({
    perSlice: '0.750 ± 0.250',
    perPatient: '0.667 ± –',
  });
  expect(meansOf({ test: { ...report, perPatient: null } }, 'precision').perPatient).toBe('–');
});

test('the baseline says which grey levels it means', async () => {
  const summary = await runSummary();
  const rest = 'the best of all intervals, chosen on the test slices themselves (an optimistic bound).';
  const start = 'Thresholding reaches a DSC of at most 0.650 per patient, with grey levels 100 to 140';
  expect(baselineText(summary)).toBe(`${start} after CLAHE: ${rest}`);
  const settings = runSettings({ preprocessing: { clahe: null } });
  expect(baselineText({ ...summary, settings })).toBe(`${start}: ${rest}`);
});

test('the terminal shows the four scores, the baseline and the rule of empty masks', async () => {
  expect(summaryText(await runSummary())).toBe(
    [
      'Test: 3 slices of 2 patients not used in training, mean ± sd',
      '             per slice        per patient',
      '  DSC        0.778 ± 0.157    0.833 ± 0.167',
      '  IoU        0.667 ± 0.236    0.750 ± 0.250',
      '  precision  0.833 ± 0.236    0.833 ± 0.167',
      '  recall     0.833 ± 0.236    0.833 ± 0.167',
      baselineText(await runSummary()),
      'If an image mask is empty in both ground truth and prediction, its score is 1 (0 of 3); if in exactly one, its score is 0.',
    ].join('\n'),
  );
});

test('one slice and one patient are counted in the singular', () => {
  const scores = { diceCoefficient: 1, intersectionOverUnion: 1, precision: 1, recall: 1 };
  const testPatients = [{ patient: 'a', slices: 1, scores }];
  expect(testSize({ slices: { train: 1, val: 1, test: 1 }, testPatients })).toBe('1 slice of 1 patient');
});

describe('a warning', () => {
  const below = 'The network scores below plain thresholding: train longer (--epochs) or on more slices (--limit).';
  const noLiver = 'No test slice contains what is segmented: these scores say nothing about it.';

  test('is not given to a network above the baseline', async () => {
    expect(warningText(await runSummary())).toBeNull();
  });

  test('is given to a network below the baseline, after it', async () => {
    const summary = { ...(await runSummary()), baseline: { low: 100, high: 140, dice: 0.9 } };
    expect(summaryText(summary)).toContain(`${baselineText(summary)}\n${below}\n`);
  });

  test('says when no test slice shows liver', async () => {
    const scores = new SegmentationScores();
    scores.addCounts({ tp: 0, fp: 0, fn: 0 }, 'a');
    scores.addCounts({ tp: 0, fp: 2, fn: 0 }, 'b');
    const summary = { ...(await runSummary()), test: await scores.result() };
    expect(warningText(summary)).toBe(noLiver);
  });
});

test('every label has its scores per patient', async () => {
  const scores = new SegmentationScores({ labels: labelTable({ liver: 1, spleen: 2 }) });
  scores.addLabels(Uint8Array.of(0, 1, 1), Uint8Array.of(1, 1, 0), 'a');
  scores.addLabels(Uint8Array.of(0, 1, 2), Uint8Array.of(0, 1, 2), 'b');
  const summary = { ...(await runSummary()), test: await scores.result(), baseline: null };
  expect(labelRows(summary)).toEqual([
    ['label', 'DSC per patient', 'IoU per patient', 'patients'],
    ['liver', '0.750', '0.667', '2'],
    ['spleen', '1.000', '1.000', '2'],
  ]);
  expect(summaryText(summary)).toContain('\n  liver         0.750            0.667            2\n');
  expect(summaryText(summary)).not.toContain('Thresholding');
  expect(labelRows(await runSummary())).toEqual([]);
});
