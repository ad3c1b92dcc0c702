import { expect, it } from 'vitest';

import { labelTable } from '../../src/data/labels/labelTable';
import { evaluateVolumes } from '../../src/metrics/evaluateVolumes';
import type { EvaluationReport } from '../../src/metrics/evaluationReport';
import { classCsv } from '../../src/report/classCsv';
import { classTable } from '../../src/report/classTable';
import { htmlTable } from '../../src/report/html';
import { markdownTable } from '../../src/report/markdownTable';

const labels = labelTable({ liver: 1, spleen: 2 });
const mask = (data: number[], spacing: number[] | null = [1, 1, 1]) => ({ data, shape: [1, 2, 2], spacing });
const pairs = (spacing: number[] | null) => [
  { patient: 'a', name: '1', truth: mask([0, 1, 1, 2], spacing), prediction: mask([0, 1, 1, 2], spacing) },
  {
    ...{ patient: 'b', name: '1', undrawn: ['spleen'] },
    ...{ truth: mask([0, 1, 1, 0], spacing), prediction: mask([0, 1, 0, 0], spacing) },
  },
];
const report = evaluateVolumes(pairs([1, 1, 1]), { labels, tolerance: 0 });

// HD95 of the liver of b: 95 % of the way from 0 to √2; its ASSD: 0, √2 and 0.
it('has a row for each label and their mean, and the scores that are known', async () => {
  const { head, rows } = classTable(await report);
  expect(markdownTable(head, rows)).toBe(
    `| label  | volumes | DSC             | precision       | recall          | NSD             | HD95, mm    | ASSD, mm    |
| ------ | ------- | --------------- | --------------- | --------------- | --------------- | ----------- | ----------- |
| liver  | 2       | 0.8333 ± 0.1667 | 1.0000 ± 0.0000 | 0.7500 ± 0.2500 | 0.8333 ± 0.1667 | 0.67 ± 0.67 | 0.24 ± 0.24 |
| spleen | 1 of 2  | 1.0000          | 1.0000          | 1.0000          | 1.0000          | 0.00        | 0.00        |
| mean   | 2       | 0.8333 ± 0.1667 | 1.0000 ± 0.0000 | 0.7500 ± 0.2500 | 0.8333 ± 0.1667 | 0.67 ± 0.67 | 0.24 ± 0.24 |
`,
  );
  const bare = await evaluateVolumes(pairs(null), { labels });
  expect(classTable(bare, { unit: 'slice' }).head).toEqual(['label', 'slices', 'DSC', 'precision', 'recall']);
});

it('lists the scores asked for, with a minus as wide as a plus', async () => {
  const { head, rows } = classTable(await report, { scores: ['volumeDifferenceMl', 'relativeVolumeDifference'] });
  expect(head).toEqual(['label', 'volumes', 'volume difference, ml', 'volume difference, %']);
  expect(rows[0]!.at(-1)).toBe('−25.00 ± 25.00');
  expect(htmlTable(head, rows)).toContain('<td>−25.00 ± 25.00</td>');
});

it('is the same for a report that went through JSON', async () => {
  const none = await evaluateVolumes([{ ...pairs(null)[0]!, undrawn: ['spleen'] }], { labels });
  const saved = JSON.parse(JSON.stringify(none)) as EvaluationReport;
  expect(classTable(saved)).toEqual(classTable(none));
  expect(classTable(none).rows[1]).toEqual(['spleen', '0 of 1', '–', '–', '–']);
  expect(classCsv(saved)).toBe(classCsv(none));
});

it('refuses a report without labels, and scores that are none', async () => {
  const plain = await evaluateVolumes(pairs(null).slice(0, 1));
  expect(() => classTable(plain)).toThrow('classTable: `report` must be one that evaluateVolumes made with `labels`');
  const scores = ['dice'] as object as ['diceCoefficient'];
  expect(() => classTable(plain, { scores })).toThrow('classTable: `scores` must be one of diceCoefficient,');
});
