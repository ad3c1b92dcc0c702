import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { withSpeed } from '../../docs/speedTable';

it('the speed in README.md is that of the run in results/bench', () => {
  const page = readFileSync('README.md', 'utf8');
  expect(page).toContain('÷ PyTorch');
  expect(page).toBe(withSpeed(page));
});
