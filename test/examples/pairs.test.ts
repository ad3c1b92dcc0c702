import { expect, test } from 'vitest';

import { readPairs } from '../../examples/pairs';
import { readOptions as quickstartOptions } from '../../examples/quickstart/options';

const quotes = (option: string) =>
  `Put patterns in quotes, as in --${option} 'name-*', or the shell replaces them by file names`;
const line = ['--image', 'ct/*', '--mask', 'liver/*_seg', '--liver-labels', '1,12'];
const pairs = { image: 'ct/*', mask: 'liver/*_seg', liverLabels: [1, 12] };

test('the quickstart reads patterns and labels', () => {
  expect(quickstartOptions(['--data', 'd', ...line])).toMatchObject(pairs);
  expect(readPairs({})).toEqual({ image: null, mask: null, liverLabels: null });
});

test.each([
  [{ image: 'ct' }, `--image must be a pattern with one *; received "ct". ${quotes('image')}`],
  [{ mask: '*/*' }, `--mask must be a pattern with one *; received "*/*". ${quotes('mask')}`],
  [
    { 'liver-labels': '1, 2' },
    '--liver-labels must be whole numbers with commas between, such as 1,2; received "1, 2"',
  ],
  [{ 'liver-labels': '' }, '--liver-labels must be whole numbers with commas between, such as 1,2; received ""'],
])('%o is refused', (values, message) => {
  expect(() => readPairs(values)).toThrow(new RangeError(message));
});

test('patterns without a folder are refused', () => {
  expect(() => quickstartOptions(['--liver-labels', '1'])).toThrow(new RangeError('--liver-labels needs --data DIR'));
});

test('-h asks for help as --help does', () => {
  expect(quickstartOptions(['-h'])).toBeNull();
});
