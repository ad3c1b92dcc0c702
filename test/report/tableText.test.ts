import { beforeAll, describe, expect, test } from 'vitest';

import { learningCurves } from '../../src/report/learningCurves';
import { paperTables } from '../../src/report/paperTables';
import { type TableReport, tableReport } from '../../src/report/tableReport';
import { tableHtml, tableMarkdown } from '../../src/report/tableText';
import { asPaper, networkResult } from '../support/tableResults';

let report: TableReport;
let text: string;

beforeAll(async () => {
  const results = new Map([
    ['unet', await networkResult('unetPublished', [1, 2, 2], [1, 1, 1])],
    ['msaUnet', await networkResult('msaUnet', [4, 4, 2])],
  ]);
  report = tableReport(paperTables.table1, asPaper, results);
  text = tableMarkdown(report);
});

const lineOf = (start: string, section: string) =>
  text
    .split('## ')
    .find((part) => part.startsWith(section))!
    .split('\n')
    .find((line) => line.startsWith(start))!
    .replaceAll(/ +/g, ' ');

describe('table.md', () => {
  test("has ours and the paper's side by side, mean ± sd in %", () => {
    // DSC of 1 and 2 of 4: 0.4, 2/3 twice; IoU 1/4, 1/2 twice; nothing wrong was found
    expect(lineOf('| U-Net', 'Per volume')).toBe(
      '| U-Net | 57.78 ± 12.57 | 89.23 ± 4.98 | 41.67 ± 11.79 | 80.93 ± 8.12 | 100.00 ± 0.00 | 92.97 ± 3.87 | 41.67 ± 11.79 | 86.49 ± 9.59 |',
    );
    expect(lineOf('| MSA-UNet', 'Per slice')).toContain('| 83.33 ± 37.27 | 98.00 ± 0.38 |');
  });

  test('puts the best threshold beside the networks', () => {
    expect(lineOf('| Threshold', 'Per volume')).toBe('| Threshold | 45.67 | – | – | – | – | – | – | – |');
  });

  test('takes all pixels together', () => {
    expect(lineOf('| U-Net', 'All pixels')).toBe('| U-Net | 58.82 | 41.67 | 100.00 | 41.67 |');
  });

  test('tells what the flips bring', () => {
    expect(lineOf('| U-Net', 'Effect of averaging')).toMatch(
      /\| 57.78 ± 12.57 \| 58.82 \| .* \| 40.00 ± 0.00 \| 40.00 \|$/,
    );
  });

  test('gives distances in mm and volumes in %', () => {
    expect(lineOf('| MSA-UNet', 'Distances')).toMatch(
      /^\| MSA-UNet \| 1.67 ± 2.36 \| .* \| −16.67 ± 23.57 \| 16.67 ± 23.57 \| 3 of 3 \|$/,
    );
  });

  test('compares MSA-UNet with the others, and says what so few volumes can show', () => {
    expect(lineOf('| U-Net', 'MSA-UNet against')).toMatch(/^\| U-Net \| 31.11 \| 0.00 to 60.00 \| 0.50 \| 3 \|$/);
    expect(text).toContain('With 3 volumes, p cannot be below 0.25.');
  });

  test('tells what the networks cost', () => {
    expect(lineOf('| U-Net', 'Networks')).toBe(
      '| U-Net | unetPublished | 1,234,567 | 89 | 0.333 | 2 | epoch 2 | 2.5 | wasm (SIMD, 1 thread) |',
    );
  });

  test('prints the rule of empty masks, and what is not there yet', () => {
    expect(text).toContain('U-Net: If ground truth and prediction are both empty, overlap scores are 1');
    expect(text).toContain('Not trained yet: UNet++, DeepLabv3+, CE-Net.');
    expect(lineOf('| CE-Net', 'Per slice')).toContain('| not trained yet | 97.67 ± 0.81 |');
  });

  test('says so where the data have no spacing', async () => {
    const results = new Map([['msaUnet', await networkResult('msaUnet', [4, 2], [4, 2], null)]]);
    const page = tableMarkdown(tableReport(paperTables.table1, asPaper, results));
    expect(page).toContain('\n\nThe data have no spacing, so distances are undefined.\n');
    expect(page).toMatch(/\| MSA-UNet \| – +\| – +\| −25.00 ± 25.00 +\| 25.00 ± 25.00 \| 0 of 2 /);
  });

  test('of one volume alone there is no deviation', async () => {
    const results = new Map([['msaUnet', await networkResult('msaUnet', [2])]]);
    expect(tableMarkdown(tableReport(paperTables.table1, asPaper, results))).toMatch(
      /\| MSA-UNet +\| 66\.67 +\| 98\.00 ± 0\.38/,
    );
  });
});

describe('report.html', () => {
  const page = () => {
    const { loss, dice } = learningCurves(report);
    return tableHtml(report, { curves: [loss, dice], panel: { file: 'panel.png', caption: 'slices' } });
  };

  test('holds the same tables, the curves and the panel', () => {
    expect(page()).toContain('<tr><td>U-Net</td><td>57.78 ± 12.57</td><td>89.23 ± 4.98</td>');
    expect(page()).toContain('<h2>Learning curves (Fig. 6)</h2>\n<svg ');
    expect(page()).toContain('<img src="panel.png" alt="slices">');
  });

  test('names what differs from the paper', () => {
    expect(page()).toContain(
      '<li>One seed: another split, sample order or initialisation gives different scores.</li>',
    );
  });
});

test('learning curves have a colour for each network, solid for validation and dashed for training', () => {
  const { loss, dice } = learningCurves(report);
  expect(loss.match(/<polyline/g)).toHaveLength(4);
  expect(loss.match(/<polyline[^>]*stroke="#1f6fb4" stroke-width="1" stroke-dasharray/g)).toHaveLength(1);
  expect(loss.match(/<polyline[^>]*stroke="#1f6fb4" stroke-width="2"/g)).toHaveLength(1);
  expect(dice.match(/<polyline/g)).toHaveLength(2);
});
