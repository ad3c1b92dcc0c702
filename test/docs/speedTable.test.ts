import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { withSpeed } from '../../docs/speedTable';

it('the speed in docs/backends.md is that of the run in results/bench', () => {
  const page = readFileSync('docs/backends.md', 'utf8');
  expect(page).toContain('÷ PyTorch');
  expect(page).toBe(withSpeed(page));
});
