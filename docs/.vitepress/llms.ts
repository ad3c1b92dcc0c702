import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { addressOf, root } from './addresses';
import { type DocPage, pageGroups, pages } from './pages';
import { project } from './project';

/** Writes `llms.txt`, a list of all pages, and `llms-full.txt`, all guides as one text. */
export function writeLlms(folder: string): void {
  writeFileSync(join(folder, 'llms.txt'), index());
  writeFileSync(join(folder, 'llms-full.txt'), pages.map(({ file }) => textOf(file)).join('\n\n'));
}

function index(): string {
  const groups = pageGroups.map((group) => [`## ${group.title}`, '', ...group.pages.map(line)].join('\n'));
  const api = ['## API', '', `- [msa-unet](${webOf('api/')}): every export, with options and examples`].join('\n');
  return `${[`# msa-unet ${project.version}`, `> ${project.description}`, ...groups, api].join('\n\n')}\n`;
}

const line = ({ title, file }: DocPage) => `- [${title}](${webOf(`${addressOf(file)}.html`)}): ${about(file)}`;

const webOf = (address: string) => `${project.url ?? '/'}${address}`;

const frontMatter = /^---\n(.*?)\n---\n+/s;

/** A page without its front matter. */
const textOf = (file: string) => readFileSync(root + file, 'utf8').replace(frontMatter, '');

/** The `description` in the front matter of a page, or its first sentence. */
function about(file: string): string {
  const stated = /^description: *(.*)$/m.exec(frontMatter.exec(readFileSync(root + file, 'utf8'))?.[1] ?? '')?.[1];
  const paragraph = textOf(file)
    .split(/\n{2,}/)
    .find((text) => /^[A-Z_]/.test(text));
  return stated ?? (paragraph ?? '').replaceAll(/\s+/g, ' ').replace(/([.:])( .*)?$/s, '$1');
}
