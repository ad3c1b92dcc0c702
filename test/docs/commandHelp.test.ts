import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { withHelp } from '../../docs/commandHelp';

const page = readFileSync('docs/cli.md', 'utf8');

it('docs/cli.md shows the help of every command', async () => {
  expect(page).toBe(await withHelp(page));
});

it('a page without the place of a command is refused', async () => {
  await expect(withHelp(page.replace('<!-- train -->', ''))).rejects.toThrow(
    new Error('the page has no place for `train`'),
  );
});
