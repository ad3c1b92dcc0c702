import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findChromium } from '../browser/findChromium';
import { serve } from '../browser/serve';
import { violationsOf } from './accessibility';
import { launchOffline, openTab, overflowOf, showOnDesktop, type Tab } from './openSite';

const executablePath = findChromium();

/** Pages with a fault each; `good` has none. */
const faults = {
  good: '',
  error: '<script>console.error("bad")</script>',
  warning: '<script>console.warn("odd")</script>',
  thrown: '<script>throw new Error("broken")</script>',
  outside: '<img alt="" src="https://example.org/a.png">',
  missing: '<img alt="" src="/gone.png">',
  wide: '<div style="width: 500px">wide</div>',
  faint: '<p style="color: #ccc; background: #fff">faint</p>',
  faintInDark: '<style>.dark p { color: #333; background: #000 }</style><p>faint</p>',
};

describe.skipIf(!executablePath)('the checks of the site', () => {
  let browser: Browser;
  let tab: Tab;
  let close = () => {};
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'msa-unet-site-'));
    for (const [name, fault] of Object.entries(faults)) await writeFile(join(folder, `${name}.html`), pageWith(fault));
    const server = await serve(folder);
    close = server.close;
    browser = await launchOffline(executablePath!);
    tab = await openTab(browser, server.url);
  });

  afterAll(async () => {
    await browser.close();
    close();
    await rm(folder, { recursive: true });
  });

  const problemsOf = async (name: keyof typeof faults) => (await tab.open(`${name}.html`)).join('\n');

  it('find nothing on a good page', async () => {
    expect(await problemsOf('good')).toBe('');
    expect(await overflowOf(tab.page)).toBe(0);
    await showOnDesktop(tab.page, true);
    expect(await violationsOf(tab.page)).toEqual([]);
  });

  it.each([
    ['error', 'console: bad'],
    ['warning', 'console: odd'],
    ['thrown', 'throws Error: broken'],
    ['outside', 'asks https://example.org/a.png'],
    ['missing', '404 for '],
  ] as const)('find the fault of %s', async (name, problem) => {
    expect(await problemsOf(name)).toContain(problem);
  });

  it('find a page that is too wide for a phone', async () => {
    await tab.open('wide.html');
    expect(await overflowOf(tab.page)).toBeGreaterThan(0);
  });

  it.each([
    ['faint', false],
    ['faintInDark', true],
  ] as const)('find the faint text of %s', async (name, isDark) => {
    await tab.open(`${name}.html`);
    await showOnDesktop(tab.page, isDark);
    expect((await violationsOf(tab.page)).join()).toContain('color-contrast');
  });
});

const pageWith = (fault: string) =>
  `<!doctype html><html lang="en"><head><title>Page</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"></head><body><main><h1>Page</h1>${fault}</main></body></html>`;
