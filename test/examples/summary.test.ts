import { expect, test } from 'vitest';

import { baselineText, meansOf, summaryText } from '../../examples/quickstart/summary';
import { runSummary } from './runSummary';

test('means come with their standard deviations', async () => {
  expect(meansOf(await runSummary(), 'diceCoefficient')).toEqual({
    perSlice: '0.778 ± 0.157',
    perPatient: '0.833 ± 0.167',
  });
});

test('the terminal shows the four scores, the baseline and the rule of empty masks', async () => {
  expect(summaryText(await runSummary())).toBe(
    [
      'Test: 3 slices of 2 patients the network has never seen, mean ± sd',
      '             per slice        per patient',
      '  DSC        0.778 ± 0.157    0.833 ± 0.167',
      '  IoU        0.667 ± 0.236    0.750 ± 0.250',
      '  precision  0.833 ± 0.236    0.833 ± 0.167',
      '  recall     0.833 ± 0.236    0.833 ± 0.167',
      baselineText(await runSummary()),
      'Truth and prediction both empty scores 1 (0 of 3 image masks); exactly one empty scores 0.',
    ].join('\n'),
  );
});
