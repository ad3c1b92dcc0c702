import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { buildVersions } from '../../docs/versions/buildVersions';
import type { SiteVersion } from '../../docs/versions/siteVersions';
import { root, run } from '../package/workspace';
import { linksOf, readSite } from './builtSite';
import { deadLinks, orphans } from './links';

const url = 'https://example.org/docs/';

/** Two versions of the site, both of the working tree. */
const versions: readonly SiteVersion[] = [
  { name: '9.9.9', path: '', tag: 'v9.9.9' },
  { name: 'next', path: 'next/', tag: null },
];

/** Builds two versions of the site at another base. Returns what is wrong with them and the links between them. */
export function checkVersions(): string[] {
  const temporary = mkdtempSync(join(tmpdir(), 'msa-unet-versions-'));
  const build = ({ name }: SiteVersion, env: Record<string, string>) => {
    const out = join(temporary, name);
    run(root, 'env', ...Object.entries(env).map((pair) => pair.join('=')), 'npm', 'run', 'docs', '--', '--outDir', out);
    return out;
  };
  try {
    const folder = join(temporary, 'site');
    buildVersions(versions, { url, folder, build });
    return versionFaults(folder, versions, url);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** What is wrong with a folder of versions that will be at `url`: dead links, orphans, and menus without another version. */
export function versionFaults(folder: string, versions: readonly SiteVersion[], url: string): string[] {
  const listed = readFileSync(join(folder, 'versions.json'), 'utf8');
  const faults = listed.trim() === JSON.stringify(versions, null, 2) ? [] : [`versions.json: ${listed}`];
  for (const { name, path } of versions) {
    const others = versions.filter((version) => version.name !== name);
    const site = readSite(resolve(folder, path));
    const pages = [...site.pages].filter(([page]) => page !== '404.html' && !others.some(isBelow(path, page)));
    const own = { ...site, pages: new Map(pages) };
    const base = `${new URL(url).pathname}${path}`;
    const menus = pages.flatMap(([page, html]) =>
      menuFaults(html, folder, others, url).map((fault) => `${page}${fault}`),
    );
    faults.push(...[...deadLinks(own, base), ...orphans(own, base), ...menus].map((fault) => `${name}: ${fault}`));
  }
  return faults;
}

/** What is wrong with the menu of a page, which must lead to each of the other versions. */
function menuFaults(html: string, folder: string, others: readonly SiteVersion[], url: string): string[] {
  const links = linksOf(html).filter((link) => link.startsWith(url));
  const missing = others.filter(({ path }) => !links.includes(url + path)).map(({ name }) => ` has no link to ${name}`);
  const dead = links.filter((link) => !existsSync(join(folder, link.slice(url.length), 'index.html')));
  return [...missing, ...dead.map((link) => `: ${link} leads nowhere`)];
}

/** Whether a page, as seen from the folder of a version, is of another version in a folder below. */
const isBelow =
  (from: string, page: string) =>
  ({ path }: SiteVersion): boolean =>
    path.startsWith(from) && page.startsWith(path.slice(from.length)) && path !== from;
