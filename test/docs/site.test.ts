import { existsSync, readFileSync } from 'node:fs';

import { expect, it, test } from 'vitest';

import { addressOf, linkTo } from '../../docs/.vitepress/addresses';
import { requireListed } from '../../docs/.vitepress/orphans';
import { pages } from '../../docs/.vitepress/pages';
import { readSections } from '../../docs/typedoc/sections';

const entry = readFileSync('src/index.ts', 'utf8');

test.each(pages)('the page $title has its file $file', ({ file }) => {
  expect(existsSync(file)).toBe(true);
});

test('pages outside docs are where their files are', () => {
  expect(linkTo({ title: '', file: 'docs/training.md' })).toBe('/training');
  expect(linkTo({ title: '', file: 'results/README.md' })).toBe('/results/');
  expect(addressOf('results/liver-slices/table1/table.md')).toBe('results/liver-slices/table1/table');
  expect(addressOf('CONTRIBUTING.md')).toBeNull();
});

test('a page that pages.ts does not list is refused', () => {
  expect(() => requireListed(['index.md', 'api/index.md', 'training.md', 'results/index.md'])).not.toThrow();
  expect(() => requireListed(['training.md', 'lost.md'])).toThrow(
    new Error('add to docs/.vitepress/pages.ts, or delete: docs/lost.md'),
  );
});

it('reads the sections of an entry, and their names', () => {
  const text =
    "// Models\n\nexport { a } from './a';\n\n// CT files: scans\n\nexport type { B } from './b';\nexport { c } from './c';\n";
  expect(readSections(text)).toEqual([
    { title: 'Models', names: ['a'] },
    { title: 'CT files', names: ['B', 'c'] },
  ]);
});

test('every export of the library is in a section', () => {
  const named = readSections(entry).flatMap(({ names }) => names);
  const exported = [...entry.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, names]) =>
    names!.split(',').flatMap((name) => name.trim().replace(/^type /, '') || []),
  );
  expect(named).toEqual(exported);
});
