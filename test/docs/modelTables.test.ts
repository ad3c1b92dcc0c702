import { readFileSync } from 'node:fs';

import * as tf from '@tensorflow/tfjs';
import { expect, it, vi } from 'vitest';

import { withTables } from '../../docs/modelTables';

// Only shapes matter here: no random numbers for hundreds of millions of weights.
vi.mock('../../src/layers/initializers', () => ({
  heNormal: () => tf.initializers.zeros(),
  heNormalFor: () => tf.initializers.zeros(),
}));

const page = readFileSync('docs/models.md', 'utf8');

it('the tables of docs/models.md are those that npm run docs:models makes', () => {
  expect(page).toBe(withTables(page));
});

it('a page without the place of a table is refused', () => {
  expect(() => withTables(page.replace('<!-- networks -->', ''))).toThrow(
    new Error('the page has no place for `networks`'),
  );
});
