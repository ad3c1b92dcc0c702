import { expect, test } from 'vitest';

import { sliceTitle } from '../../examples/quickstart/writeRun';

test('a slice of a folder is called by its folder, whichever is the first of its person', () => {
  expect(sliceTitle({ patient: 'volume-022', name: 'volume-023/slice-286' })).toBe('volume-023/slice-286');
});

test('a slice of the phantom is called by its patient', () => {
  expect(sliceTitle({ patient: 'phantom-07', name: 'slice-3' })).toBe('phantom-07/slice-3');
});
