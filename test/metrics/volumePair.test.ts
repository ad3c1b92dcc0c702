import { expect, it } from 'vitest';

import { labelTable } from '../../src/data/labels/labelTable';
import { requirePair, type VolumePair } from '../../src/metrics/volumePair';
import { emptyMask } from '../support/boxMask';

const mask = emptyMask([2, 3, 3], null);
const pair: VolumePair = { patient: 'a', name: 'ct', truth: mask, prediction: mask };
const table = labelTable({ liver: 1, spleen: 2 });

it('names are new for each patient', () => {
  const names = new Set<string>();
  requirePair(pair, names, null);
  expect(() => requirePair({ ...pair, patient: 'b' }, names, null)).not.toThrow();
  expect(() => requirePair(pair, names, null)).toThrow(
    new RangeError('evaluateVolumes: `name` must be different for each volume of a; received "ct"'),
  );
});

it('undrawn labels are those of the table', () => {
  expect(() => requirePair({ ...pair, undrawn: ['spleen'] }, new Set(), table)).not.toThrow();
  expect(() => requirePair({ ...pair, undrawn: ['kidney'] }, new Set(), table)).toThrow(
    new RangeError('evaluateVolumes: `undrawn` must be names of the table: liver, spleen; received ["kidney"]'),
  );
  expect(() => requirePair({ ...pair, undrawn: ['liver'] }, new Set(), null)).toThrow(
    new RangeError('evaluateVolumes: `undrawn` must be empty without `labels`; received ["liver"]'),
  );
});
