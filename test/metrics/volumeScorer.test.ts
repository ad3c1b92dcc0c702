import { expect, it } from 'vitest';

import { labelTable } from '../../src/data/labels/labelTable';
import { volumeScorer } from '../../src/metrics/volumeScorer';
import { workedPairs } from '../support/boxMask';

const { truth, prediction } = workedPairs['one slice and two'];
const pair = { patient: 'a', name: 'ct', truth, prediction };
const grid = { ...truth, affine: null };

it('scores a single mask, or each label of a table', () => {
  const [mask, labels] = [volumeScorer('f', {}), volumeScorer('f', { labels: labelTable({ liver: 1 }) })];
  for (const scorer of [mask, labels]) scorer.add(pair, grid, true);
  expect(mask.report()).toMatchObject({ counts: { tp: 16, fp: 16, fn: 0 }, uneven: 1 });
  expect(labels.report().classes).toMatchObject({ liver: { counts: { tp: 16, fp: 16, fn: 0 }, uneven: 1 } });
});

it('scores what it has joined', () => {
  const [all, first, second] = [{}, {}, {}].map((options) => volumeScorer('f', options));
  for (const scorer of [all!, first!]) scorer.add(pair, grid, false);
  for (const scorer of [all!, second!]) scorer.add({ ...pair, patient: 'b', prediction: truth }, grid, true);
  first!.join(second!.report());
  expect(first!.report()).toEqual(all!.report());
});

it('names its owner in errors', () => {
  expect(() => volumeScorer('someone', { tolerance: -1 })).toThrow('someone: `tolerance`');
});
