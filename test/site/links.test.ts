import { describe, expect, it } from 'vitest';

import type { BuiltSite } from './builtSite';
import { deadLinks, orphans } from './links';

const site = (pages: Record<string, string>, ...files: string[]): BuiltSite => ({
  pages: new Map(Object.entries(pages)),
  files: new Set([...Object.keys(pages), ...files]),
});

describe('dead links', () => {
  it('are none where pages, anchors and files exist', () => {
    const pages = {
      'index.html': '<a href="/api/#models">API</a> <a href="guide.html">Guide</a> <img src="/logo.svg">',
      'api/index.html': '<h2 id="models">Models</h2> <a href="../guide.html#a%20b">A</a> <a href="#models">Up</a>',
      'guide.html': '<h2 id="a b">A</h2> <a href="https://example.org/x?y&amp;z">out</a> <a href="/">Home</a>',
    };
    expect(deadLinks(site(pages, 'logo.svg'))).toEqual([]);
  });

  it('are found in pages, anchors, pictures and addresses of other hosts', () => {
    const pages = {
      'index.html':
        '<a href="/gone.html">1</a> <a href="guide.html#gone">2</a> <img src="gone.png"> <a href="http://">4</a>',
      'guide.html': '',
    };
    expect(deadLinks(site(pages))).toEqual([
      'index.html: /gone.html: there is no gone.html',
      'index.html: guide.html#gone: guide.html has no #gone',
      'index.html: gone.png: there is no gone.png',
      'index.html: http://: not a URL',
    ]);
  });

  it('are resolved below the base of the site', () => {
    const pages = { 'index.html': '<a href="/docs/guide.html">1</a> <a href="/guide.html">2</a>', 'guide.html': '' };
    expect(deadLinks(site(pages), '/docs/')).toEqual(['index.html: /guide.html: there is no ../guide.html']);
  });

  it('are not looked for in scripts', () => {
    expect(deadLinks(site({ 'index.html': '<script>const x = \'<a href="/gone.html">\';</script>' }))).toEqual([]);
  });
});

it('a page without links to it is an orphan, and so is one that only orphans link to', () => {
  const pages = {
    'index.html': '<a href="/a.html">A</a>',
    'a.html': '<a href="b/">B</a>',
    'b/index.html': '',
    'lost.html': '<a href="/lost-too.html">C</a> <a href="/">Home</a>',
    'lost-too.html': '',
    '404.html': '',
  };
  expect(orphans(site(pages))).toEqual(['lost.html', 'lost-too.html']);
});
