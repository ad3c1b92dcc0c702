import { expect, it } from 'vitest';

import { labelTable } from '../../../src/data/labels/labelTable';
import { maskOfProbabilities } from '../../../src/data/labels/maskOfProbabilities';

const organs = labelTable({ liver: 1, spleen: 2 });
const lits = labelTable({ liver: [1, 2], tumour: 2 });

it('takes the most probable class, the first of equal ones', () => {
  const p = [0.5, 0.3, 0.2, 0.2, 0.3, 0.5, 0.4, 0.4, 0.2];
  expect(maskOfProbabilities(p, organs)).toEqual(Uint8Array.of(0, 2, 0));
});

it('sets a bit for each region above the threshold', () => {
  const p = [0.6, 0.4, 0.9, 0.8, 0.5, 0.5];
  expect(maskOfProbabilities(p, lits)).toEqual(Uint8Array.of(1, 3, 0));
  expect(maskOfProbabilities(p, lits, 0.7)).toEqual(Uint8Array.of(0, 3, 0));
});

it('is 1 above the threshold for a single label', () => {
  expect(maskOfProbabilities([0.5, 0.51], labelTable({ tumour: 2 }))).toEqual(Uint8Array.of(0, 1));
});

it('refuses probabilities of another number of channels', () => {
  expect(() => maskOfProbabilities([0.5, 0.5], organs)).toThrow(
    'maskOfProbabilities: `probabilities` must be 3 per pixel; received 2',
  );
});
