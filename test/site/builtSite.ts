import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** A built site: what its pages say, by path, and all of its files. */
export interface BuiltSite {
  /** HTML of each page: `layers/index.html` → text. */
  readonly pages: ReadonlyMap<string, string>;
  /** Paths of all files, from the root of the site. */
  readonly files: ReadonlySet<string>;
}

/** Reads a built site from its folder. */
export function readSite(folder: string): BuiltSite {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .split(sep)
      .join('/'),
  );
  const pages = files.filter((file) => file.endsWith('.html'));
  return {
    pages: new Map(pages.map((page) => [page, readFileSync(join(folder, page), 'utf8')])),
    files: new Set(files),
  };
}

/** The links of a page, as written. */
export const linksOf = (html: string): string[] => attributes(withoutCode(html), 'href|src');

/** The anchors of a page. */
export const anchorsOf = (html: string): Set<string> => new Set(attributes(html, 'id|name'));

function attributes(html: string, names: string): string[] {
  return [...html.matchAll(new RegExp(`\\s(?:${names})="([^"]*)"`, 'g'))].map(([, value]) =>
    value!.replaceAll('&amp;', '&').replaceAll('&quot;', '"'),
  );
}

/** Scripts hold texts that only look like links. */
const withoutCode = (html: string) => html.replaceAll(/<script(?![^>]*\ssrc=)[^>]*>.*?<\/script>/gs, '');
