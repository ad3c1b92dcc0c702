import { existsSync } from 'node:fs';
import { posix } from 'node:path';

import { expect, test } from 'vitest';

import { publicPages, readPage } from '../support/pages';

/** The anchors of the headings that are the same on GitHub and on the site. */
function anchorsOf(text: string): Set<string> {
  const headings = [...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!.replaceAll(/[`*]|\]\([^)]*\)|\[/g, '').toLowerCase(),
  );
  const onGitHub = (heading: string) => heading.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-');
  const onSite = (heading: string) =>
    heading
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
      .replace(/^\d/, '_$&');
  return new Set(headings.filter((heading) => onGitHub(heading) === onSite(heading)).map(onGitHub));
}

const withoutBlocks = (text: string) => text.replaceAll(/^ *```[^\n]*\n[\s\S]*?^ *```$/gm, '');

/** What is wrong with the relative links of a page. */
function deadLinks(page: string, text = readPage(page)): string[] {
  const links = [...withoutBlocks(text).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
  return links.flatMap(([, path, anchor]) => {
    const target = path === '' ? page : posix.join(posix.dirname(page), path!);
    if (target !== page && !existsSync(target)) return [`${page}: there is no ${target}`];
    if (anchor === undefined || anchorsOf(target === page ? text : readPage(target)).has(anchor)) return [];
    return [`${page}: ${target} has no heading #${anchor}`];
  });
}

test.each(publicPages())('every relative link of %s leads to a file and a heading', (page) => {
  expect(deadLinks(page)).toEqual([]);
});

test('a link to a missing file and to a missing heading is found', () => {
  const page =
    '# A page\n\n[one](#a-page) [two](#b) [three](nowhere.md) [four](../README.md#install) [five](../README.md#no)\n';
  expect(deadLinks('docs/x.md', page)).toEqual([
    'docs/x.md: docs/x.md has no heading #b',
    'docs/x.md: there is no docs/nowhere.md',
    'docs/x.md: README.md has no heading #no',
  ]);
});
