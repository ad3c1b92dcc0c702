import { posix } from 'node:path';

import { anchorsOf, type BuiltSite, linksOf } from './builtSite';

/** Links that lead nowhere, as `page: link: why`. Those to other hosts must merely be well-formed. */
export function deadLinks(site: BuiltSite, base = '/'): string[] {
  const anchors = new Map([...site.pages].map(([page, html]) => [page, anchorsOf(html)]));
  return [...site.pages].flatMap(([page, html]) =>
    [...new Set(linksOf(html))].flatMap((link) => {
      if (isOutside(link)) return URL.canParse(link) ? [] : `${page}: ${link}: not a URL`;
      const { file, anchor } = resolve(page, link, base);
      if (!site.files.has(file)) return `${page}: ${link}: there is no ${file}`;
      return anchor === '' || anchors.get(file)?.has(anchor) ? [] : `${page}: ${link}: ${file} has no #${anchor}`;
    }),
  );
}

/** Pages that no chain of links leads to from the landing page. The page for wrong addresses needs none. */
export function orphans(site: BuiltSite, base = '/'): string[] {
  const reached = new Set(['index.html', '404.html']);
  for (const page of reached)
    for (const link of linksOf(site.pages.get(page) ?? '')) {
      const { file } = resolve(page, link, base);
      if (!isOutside(link) && site.pages.has(file)) reached.add(file);
    }
  return [...site.pages.keys()].filter((page) => !reached.has(page));
}

/** The file of the site that a link leads to, and the anchor in it. */
function resolve(page: string, link: string, base: string): { file: string; anchor: string } {
  const url = new URL(link, `http://site${base}${page}`);
  const path =
    posix.relative(base, decodeURIComponent(url.pathname)) + (url.pathname.endsWith('/') ? '/index.html' : '');
  return { file: path.replace(/^\//, ''), anchor: decodeURIComponent(url.hash.slice(1)) };
}

const isOutside = (link: string) => /^([a-z][a-z\d+.-]*:|\/\/)/i.test(link);
