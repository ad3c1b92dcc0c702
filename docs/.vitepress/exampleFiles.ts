import { readdirSync, statSync } from 'node:fs';

import { addressOf, root } from './addresses';
import { type DocPage, pages } from './pages';

/** What installing and building leave in the folder of an example. */
const leftovers = new Set(['node_modules', 'dist', 'package-lock.json']);

/** Paths of the files that a page shows in full, from the root of the repository; its own is the first. */
export function exampleFiles({ file, shows = [] }: DocPage): string[] {
  return [...new Set([file, ...shows.flatMap(filesIn)])];
}

/** Files before folders, each in the order of their names. */
function filesIn(path: string): string[] {
  if (statSync(root + path).isFile()) return [path];
  const entries = readdirSync(root + path, { withFileTypes: true }).filter(({ name }) => !leftovers.has(name));
  const sorted = entries.sort(
    (a, b) => Number(a.isDirectory()) - Number(b.isDirectory()) || (a.name < b.name ? -1 : 1),
  );
  return sorted.flatMap(({ name }) => filesIn(`${path}/${name}`));
}

/** The heading of a file on the page that shows it: its path in the folder of the page. */
const headingOf = (page: DocPage, file: string) => file.slice(page.file.lastIndexOf('/') + 1);

const anchorOf = (heading: string) => heading.toLowerCase().replaceAll(/[^a-z\d]+/g, '-');

/** The place on the site where a file is shown; `null` if there is none. */
export function shownAt(file: string): string | null {
  const page = pages.find((one) => one.file !== file && exampleFiles(one).includes(file));
  return page ? `/${addressOf(page.file)}#${anchorOf(headingOf(page, file))}` : null;
}

/** The address of a zip with the files that a page shows: `examples/browser-vite.zip`. */
export const zipOf = ({ file }: DocPage): string => `${file.slice(0, file.lastIndexOf('/'))}.zip`;

/** Markdown that offers the files of a page as a zip and shows each of them; empty if it shows none. */
export function filesSection(page: DocPage): string {
  const [, ...files] = page.shows ? exampleFiles(page) : [];
  if (files.length === 0) return '';
  const zip = zipOf(page);
  const shown = files.map((file) => {
    const heading = headingOf(page, file);
    return `### ${heading} {#${anchorOf(heading)}}\n\n<<< @/../${file}`;
  });
  return [
    '',
    '## Files',
    `[Download ${zip.slice(zip.lastIndexOf('/') + 1)}](/${zip}), or copy them from \`node_modules/msa-unet/${zip.slice(0, -4)}\`.`,
    ...shown,
    '',
  ].join('\n\n');
}
