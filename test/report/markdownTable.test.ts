import { expect, test } from 'vitest';

import { markdownTable } from '../../src/report/markdownTable';

test('columns line up in the source', () => {
  expect(
    markdownTable(
      ['Method', 'DSC'],
      [
        ['U-Net', '89.23 ± 4.98'],
        ['MSA-UNet', '98'],
      ],
    ),
  ).toBe(
    [
      '| Method   | DSC          |',
      '| -------- | ------------ |',
      '| U-Net    | 89.23 ± 4.98 |',
      '| MSA-UNet | 98           |',
      '',
    ].join('\n'),
  );
});

test('bars are escaped and line ends become spaces', () => {
  expect(markdownTable(['a|b'], [['one\ntwo']])).toBe('| a\\|b    |\n| ------- |\n| one two |\n');
});

test('a row that is too short ends in empty cells', () => {
  expect(markdownTable(['a', 'b'], [['1']])).toContain('| 1   |     |\n');
});
