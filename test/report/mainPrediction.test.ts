import { beforeAll, expect, test } from 'vitest';

import { paperTables } from '../../src/report/paperTables';
import { type TableReport, tableReport } from '../../src/report/tableReport';
import { tableMarkdown } from '../../src/report/tableText';
import { asPaper, networkResult } from '../support/tableResults';

let reportOf: (augment: boolean) => TableReport;

beforeAll(async () => {
  const results = new Map([
    ['unet', await networkResult('unetPublished', [4, 4, 4], [2, 2, 2])],
    ['msaUnet', await networkResult('msaUnet', [0, 0, 0], [4, 4, 4])],
  ]);
  reportOf = (augment) => tableReport(paperTables.table1, { ...asPaper, augment }, results);
});

test('networks that learned from flipped slices are scored with four flips averaged', () => {
  const text = tableMarkdown(reportOf(true));
  for (const title of ['Per slice', 'Per volume', 'All pixels together', 'Distances and volumes'])
    expect(text).toContain(`## ${title}, four flips averaged\n`);
  expect(text).toMatch(/\| MSA-UNet +\| 0.00 ± 0.00 +\| 98.00 ± 0.38 /);
  expect(reportOf(true).comparisons[0]!.comparison).toMatchObject({ meanA: 0, meanB: 1 });
});

test('networks that did not are scored on each slice predicted once, and the report says so', () => {
  const text = tableMarkdown(reportOf(false));
  for (const title of ['Per slice', 'Per volume', 'All pixels together', 'Distances and volumes'])
    expect(text).toContain(`## ${title}, each slice predicted once\n`);
  expect(text).toMatch(/\| MSA-UNet +\| 100.00 ± 0.00 +\| 98.00 ± 0.38 /);
  expect(text).toContain('the networks have never seen mirrored slices: each test slice is predicted once');
  expect(reportOf(false).comparisons[0]!.comparison).toMatchObject({ meanA: 1, meanB: 2 / 3 });
});
