import { expect, test } from 'vitest';

import { contextNotes } from '../../../src/node/run/contextNotes';
import { noiseScan } from '../../support/scans';

const scans = [2, 12.5, null].map((z) => ({ ...noiseScan(), spacing: z === null ? null : ([z, 1, 1] as const) }));

test('slices that are too far apart for the context are noted', () => {
  expect(contextNotes(scans, { context: 1, contextMm: 5 })).toEqual([
    'in 1 scan of 3, slices are up to 12.5 mm apart: 5 mm from a slice, the nearest is the slice itself, so channels repeat it',
  ]);
  expect(contextNotes(scans, { context: 1, contextMm: 7 })).toEqual([]);
  expect(contextNotes(scans, { context: 1, contextMm: null })).toEqual([]);
  expect(contextNotes(scans, { context: 0, contextMm: null })).toEqual([]);
});
