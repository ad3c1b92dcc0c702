import { existsSync } from 'node:fs';
import { posix } from 'node:path';

import type { MarkdownRenderer } from 'vitepress';

import { addressOf, fileOf, root } from './addresses';
import { shownAt } from './exampleFiles';
import { fileOnWeb } from './project';

/**
 * Lets pages link to each other, and to any file, as on GitHub: by the path of the file in the repository. Links to pages
 * become links of the site, and so do those to files that a page shows; others lead to the repository on the web, or are left
 * out if it has none.
 *
 * @throws Error if the file does not exist
 */
export function repositoryLinks(md: MarkdownRenderer): void {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    const page = env.relativePath as string | undefined;
    if (!page || page.startsWith('api/')) return;
    for (const { children } of tokens) resolveIn(page, children ?? []);
  });
}

function resolveIn(page: string, tokens: Token[]): void {
  for (const [i, token] of tokens.entries()) {
    const attribute = token.type === 'image' ? 'src' : 'href';
    const target = token.attrGet(attribute);
    if (!target || !isRelative(target)) continue;
    const resolved = token.type === 'image' ? imageFrom(page, target) : linkFrom(page, target);
    if (resolved !== null) token.attrSet(attribute, resolved);
    else for (const end of [token, tokens.find(({ type }, j) => j > i && type === 'link_close')!]) end.type = 'text';
  }
}

/** The link of a page of the site for a link of its file; `null` if the file is nowhere on the web. */
function linkFrom(page: string, link: string): string | null {
  const [path, ...anchor] = link.split(/(?=[#?])/);
  const file = resolveFile(page, path!);
  const address = addressOf(file);
  return address === null ? (shownAt(file) ?? fileOnWeb(file)) : [`/${address}`, ...anchor].join('');
}

/** The path from a page of the site to the picture of its file. */
function imageFrom(page: string, source: string): string {
  const path = posix.relative(posix.dirname(`docs/${page}`), resolveFile(page, source));
  return path.startsWith('.') ? path : `./${path}`;
}

function resolveFile(page: string, path: string): string {
  const from = fileOf(page);
  const file = posix.join(posix.dirname(from), decodeURI(path));
  if (!existsSync(root + file)) throw new Error(`${from} links to ${path}, but there is no ${file}`);
  return file;
}

type Token = ReturnType<MarkdownRenderer['parse']>[number];

const isRelative = (target: string) => !/^([a-z]+:|[/#])/i.test(target);
