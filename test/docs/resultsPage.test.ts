import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { withResults } from '../../docs/resultsPage';

const page = readFileSync('docs/results.md', 'utf8');

it('docs/results.md shows the published tables and what results/README.md says of them', () => {
  expect(page).toContain('\n## Table 2: ');
  expect(page).toContain('1,416 slices');
  expect(page).toBe(withResults(page));
});

it('a page without the place of a table is refused', () => {
  expect(() => withResults(page.replace('<!-- table2 -->', ''))).toThrow(
    new Error('the page has no place for `table2`'),
  );
});
