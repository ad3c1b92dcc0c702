import { expect, it } from 'vitest';

import { labelTable } from '../../src/data/labels/labelTable';
import { evaluateVolumes } from '../../src/metrics/evaluateVolumes';
import { evaluationCsv } from '../../src/metrics/evaluationCsv';
import type { EvaluationReport } from '../../src/metrics/evaluationReport';
import { workedPairs } from '../support/boxMask';

const { truth, prediction } = workedPairs['one slice and two'];
const report = () =>
  evaluateVolumes([{ patient: 'Doe, "J"', name: '1', truth, prediction: { ...prediction, data: truth.data } }]);

it('has a line for each volume and each of its slices, and an empty field where there is no score', async () => {
  const { volumes, slices } = await report();
  expect(evaluationCsv({ volumes, slices: [{ ...slices[1]!, hausdorff95: Number.NaN }] })).toBe(
    'patient,volume,slice,tp,fp,fn,diceCoefficient,intersectionOverUnion,precision,recall,hausdorffDistance,hausdorff95,' +
      'averageSymmetricSurfaceDistance,truthMl,predictionMl,volumeDifferenceMl,relativeVolumeDifference,' +
      'absoluteRelativeVolumeDifference\n' +
      '"Doe, ""J""",1,,16,0,0,1,1,1,1,0,0,0,0.032,0.032,0,0,0\n' +
      '"Doe, ""J""",1,1,16,0,0,1,1,1,1,0,,0,0.032,0.032,0,0,0\n',
  );
});

it('is the same for a report that went through JSON', async () => {
  const two = await evaluateVolumes([{ patient: 'a', name: '1', truth, prediction }]);
  expect(two.slices[2]!.hausdorff95).toBeNaN();
  const saved = JSON.parse(JSON.stringify(two)) as EvaluationReport;
  expect(evaluationCsv(saved)).toBe(evaluationCsv(two));
});

it('has the lines of each label with a table of labels, and the NSD with a tolerance', async () => {
  const labels = labelTable({ liver: 1, spleen: 2 });
  const mask = { data: [0, 1, 1, 2], shape: [1, 2, 2], spacing: [1, 1, 1] };
  const pair = { patient: 'a', name: '1', truth: mask, prediction: mask };
  const csv = evaluationCsv(await evaluateVolumes([pair], { labels, tolerance: { spleen: 1 } }));
  const [header, ...lines] = csv.trimEnd().split('\n');
  expect(header).toMatch(/^patient,volume,slice,label,tp,fp,fn,.*,absoluteRelativeVolumeDifference,surfaceDice$/);
  expect(lines.map((line) => line.split(',').slice(0, 7).join())).toEqual([
    'a,1,,liver,2,0,0',
    'a,1,0,liver,2,0,0',
    'a,1,,spleen,1,0,0',
    'a,1,0,spleen,1,0,0',
  ]);
  expect(lines.map((line) => line.split(',').at(-1))).toEqual(['', '', '1', '1']);
});
