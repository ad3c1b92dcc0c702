import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { type DocPage, pages } from './pages';

/** The root of the repository, with a slash at the end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Pages outside `docs` that exist: a changelog is written by the first release. */
export const outsidePages: readonly DocPage[] = pages.filter(
  ({ file }) => !file.startsWith('docs/') && existsSync(root + file),
);

/** Where a file of the repository is on the site, below its root and without an ending; `null` if it is no page. */
export function addressOf(file: string): string | null {
  if (file.startsWith('docs/') && file.endsWith('.md')) return file.slice(5, -3);
  if (!pages.some((page) => page.file === file)) return null;
  return file
    .slice(0, -3)
    .replace(/README$/, 'index')
    .toLowerCase();
}

/** The file that a page of the site shows, by the path that VitePress gives it: `results/index.md`. */
export function fileOf(page: string): string {
  return outsidePages.find(({ file }) => `${addressOf(file)}.md` === page)?.file ?? `docs/${page}`;
}

/** The link to a page in the sidebar. */
export const linkTo = ({ file }: DocPage): string => `/${addressOf(file)!.replace(/(^|\/)index$/, '$1')}`;
