import { expect, it } from 'vitest';

import { labelTable } from '../../src/data/labels/labelTable';
import { evaluateVolumes } from '../../src/metrics/evaluateVolumes';
import { classCsv } from '../../src/report/classCsv';

it('has a line for each label and the mean, unit and score; undefined means are empty', async () => {
  const truth = { data: [0, 1, 1, 0], shape: [1, 2, 2], spacing: null };
  const labels = labelTable({ liver: 1, 'spleen, left': 2 });
  const report = await evaluateVolumes([{ patient: 'a', name: '1', truth, prediction: truth }], { labels });
  const lines = classCsv(report).trimEnd().split('\n');
  expect(lines).toHaveLength(1 + 3 * 2 * 12);
  expect(lines[0]).toBe('label,unit,score,mean,sd,n,skipped');
  expect(lines).toContain('liver,slice,recall,1,0,1,0');
  expect(lines).toContain('"spleen, left",volume,hausdorff95,,,0,1');
  expect(lines).toContain('mean,volume,diceCoefficient,1,0,1,0');
});
