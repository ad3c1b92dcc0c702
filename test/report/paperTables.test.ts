import { expect, test } from 'vitest';

import { type PaperRow, paperSetting, paperTables } from '../../src/report/paperTables';
import { paperRecipe } from '../../src/training/paperRecipe';

const rows: [string, PaperRow][] = Object.entries(paperTables).flatMap(([table, own]) =>
  own.rows.map((row): [string, PaperRow] => [`${table} ${row.label}`, row]),
);

test.each(rows)('%s: IoU follows from mean and deviation of DSC', (_, { paper }) => {
  const [mean, sd] = paper.diceCoefficient.map((percent) => percent / 100) as [number, number];
  const iou = mean / (2 - mean) + (2 * sd ** 2) / (2 - mean) ** 3; // second order, of IoU = DSC / (2 − DSC)
  expect(Math.abs(100 * iou - paper.intersectionOverUnion[0])).toBeLessThan(0.021);
});

test.each(rows)('%s: precision and recall lie on both sides of DSC', (_, { paper }) => {
  const [low, high] = [paper.precision[0], paper.recall[0]].sort((a, b) => a - b);
  expect(paper.diceCoefficient[0]).toBeGreaterThan(low! - 0.5);
  expect(paper.diceCoefficient[0]).toBeLessThan(high!);
});

test('the setting that tables are compared with is that of the recipe', () => {
  const { epochs, batchSize, learningRate } = paperSetting;
  expect(paperRecipe).toMatchObject({ epochs, batchSize, learningRate });
});

test('names and labels of the rows of a table are unique', () => {
  for (const table of Object.values(paperTables))
    for (const key of ['name', 'label'] as const)
      expect(new Set(table.rows.map((row) => row[key])).size).toBe(table.rows.length);
});

test('both tables begin with the same figures of U-Net and end with MSA-UNet', () => {
  const [one, two] = [paperTables.table1.rows, paperTables.table2.rows];
  expect(two[0]!.paper).toBe(one[0]!.paper);
  expect(two[1]).toMatchObject({ model: one[0]!.model, paper: one[0]!.paper });
  expect(two.at(-1)).toEqual(one.at(-1));
});
