// What the built site must hold without any network, in a headless Chromium: its guides, and pages that stand for the API.
// MSA_UNET_NIGHTLY=1 opens all pages, has axe look at them, and builds two versions.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser } from 'playwright-core';

import { chromiumForChecks, chromiumPlaces } from '../browser/findChromium';
import type { Outcome } from '../browser/page';
import { serve } from '../browser/serve';
import { root, run } from '../package/workspace';
import { violationsOf } from './accessibility';
import { type BuiltSite, readSite } from './builtSite';
import { checkDemo } from './demo';
import { deadLinks, orphans } from './links';
import { launchOffline, openTab, overflowOf, showOnDesktop, type Tab } from './openSite';
import { representatives, samples } from './representatives';
import { checkVersions } from './versions';

const folder = join(root, 'docs/dist');
const executablePath = chromiumForChecks();
const isNightly = process.env.MSA_UNET_NIGHTLY === '1';

/** Guides, and one page of the API of each kind. */
const isRepresentative = (path: string) => !path.startsWith('api/') || samples.includes(path);
const isForAxe = (path: string) => isNightly || isRepresentative(path);

/** What every page of the API has, hundreds of links that axe takes seconds for: it sees them on representatives. */
const repeated = ['.VPNav', '.VPSidebar'];

if (executablePath) {
  if (!existsSync(folder)) console.log(run(root, 'npm', 'run', 'docs'));
  await check(executablePath);
} else
  console.log(`docs:check: skipped: there is no Chromium (${chromiumPlaces.join(', ')}); CHROMIUM_PATH can name one`);

async function check(executablePath: string): Promise<void> {
  const site = readSite(folder);
  const server = await serve(folder);
  const browser = await launchOffline(executablePath);
  try {
    console.log(`docs:check: ${site.pages.size} pages, Chromium ${browser.version()}`);
    const outcomes: Outcome[] = [
      { fact: 'all links lead somewhere', problem: deadLinks(site).join('\n  ') },
      { fact: 'links lead to every page', problem: orphans(site).join('\n  ') },
      ...(await checkPages(browser, server.url, site)),
      await checkLanding(browser, server.url),
      ...(isNightly ? [{ fact: 'versions link to each other', problem: checkVersions().join('\n  ') }] : []),
    ];
    const failed = outcomes.filter(({ problem }) => problem !== '');
    for (const { fact, problem } of failed) console.log(`✗ ${fact}: ${problem}`);
    console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
    process.exitCode = failed.length > 0 ? 1 : 0;
  } finally {
    await browser.close();
    server.close();
  }
}

/** Opens pages, in a few tabs at a time. */
async function checkPages(browser: Browser, url: string, site: BuiltSite): Promise<Outcome[]> {
  const chosen = isNightly ? [...site.pages.keys()] : representatives(site);
  const waiting = chosen.filter((page) => page !== '404.html'); // which the server would have to choose
  const outcomes: Outcome[] = [];
  const work = async () => {
    for (let paths = waiting.splice(0, 10); paths.length > 0; paths = waiting.splice(0, 10)) {
      const tab = await openTab(browser, url); // fresh, as one that has seen hundreds of pages is slow
      for (const path of paths) outcomes.push(...(await checkPage(tab, path)));
      await tab.page.close();
      if (isNightly) console.log(`docs:check: ${waiting.length} pages wait`);
    }
  };
  await Promise.all([work(), work()]);
  return outcomes;
}

async function checkPage({ page, open }: Tab, path: string): Promise<Outcome[]> {
  const problems = await open(path);
  const overflow = await overflowOf(page);
  const outcomes: Outcome[] = [
    { fact: `${path} fits a screen of 390 pixels`, problem: overflow > 0 ? `it is ${overflow} pixels wider` : '' },
  ];
  for (const isDark of isForAxe(path) ? [false, true] : []) {
    await showOnDesktop(page, isDark);
    const violations = (await violationsOf(page, isRepresentative(path) ? [] : repeated)).join('\n  ');
    outcomes.push({ fact: `${path} is accessible in ${isDark ? 'dark' : 'light'} colours`, problem: violations });
  }
  return [...outcomes, { fact: `${path} opens without errors`, problem: problems.join('\n  ') }];
}

async function checkLanding(browser: Browser, url: string): Promise<Outcome> {
  const { page, open } = await openTab(browser, url);
  const problems = await open('');
  const problem = await checkDemo(page);
  return { fact: 'the landing page segments slices', problem: [problem, ...problems].filter(Boolean).join('\n  ') };
}
