import { dataSetOf, evaluateVolumes, labelTable, mixDataSets } from 'msa-unet';
import { expect, test } from 'vitest';

import { absentLabels } from '../../../../src/cli/commands/evaluate/absentLabels';
import { noiseScan } from '../../../support/scans';

const labels = labelTable({ liver: 1, spleen: 2 });
const setOf = (name: string) => dataSetOf({ name, scans: [{ ...noiseScan(), labels }] });

async function warningsOf(a: number[], b: number[]): Promise<string[]> {
  const mask = (data: number[]) => ({ data, shape: [1, 1, 2] as const, spacing: [1, 1, 1] as const });
  const pair = (patient: string, truth: number[]) => ({
    patient,
    name: patient,
    truth: mask(truth),
    prediction: mask([2, 0]),
  });
  const pairs = [pair('A/patient-1', a), pair('B/patient-1', b)];
  return absentLabels(mixDataSets(setOf('A'), setOf('B')), await evaluateVolumes(pairs, { labels }));
}

test('labels that no scan of a data set holds are named', async () => {
  expect(await warningsOf([1, 2], [2, 1])).toEqual([]);
  expect(await warningsOf([1, 2], [1, 0])).toEqual([
    'Warning: no scored scan of B holds spleen. If nobody has drawn them there, these scores say nothing',
  ]);
});

test('a report of the liver alone has none', () => {
  expect(absentLabels(setOf('A'), {})).toEqual([]);
});
