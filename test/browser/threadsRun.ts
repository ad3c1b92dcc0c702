// Opens threadsPage.ts in Chromium: the main thread of a page may not block, and starts workers in its own way.
import { setTimeout as sleep } from 'node:timers/promises';

import type { Browser, Page } from 'playwright-core';

import { buildPage } from './buildPage';
import type { Outcome } from './page';
import { isolating, serve } from './serve';

/** Writes the page beside the worker of the segmenter, which is there. */
export const writeThreadsPage = (folder: string): Promise<void> => buildPage(folder, 'threads.html', 'threadsPage');

const onIsolated = [
  'twenty starts and ends',
  'trainings and predictions are equal to the bit on 1, 2 and 4 threads',
  'a segmenter trains on threads of its own',
  'a worker that dies in the middle of a task is an error, not a hang',
];

/** Runs the checks of the page. */
export async function checkThreads(browser: Browser, folder: string): Promise<Outcome[]> {
  const [isolated, ordinary] = [await serve(folder, isolating), await serve(folder)];
  const outcomes: Outcome[] = [];
  try {
    const page = await open(browser, isolated.url);
    for (const fact of onIsolated) outcomes.push(await runCheck(fact, () => call(page, fact)));
    outcomes.push(await runCheck('no worker is left', () => hasNoWorker(page)));
    await page.close();
    const other = await open(browser, ordinary.url);
    const fact = 'an ordinary page says why it has one thread';
    outcomes.push(await runCheck(fact, () => call(other, fact)));
    await other.close();
  } finally {
    isolated.close();
    ordinary.close();
  }
  return outcomes;
}

async function open(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${url}/threads.html`);
  await page.waitForFunction(() => window.threadChecks !== undefined);
  return page;
}

const call = (page: Page, fact: string) => page.evaluate((name) => window.threadChecks[name]!(), fact);

async function hasNoWorker(page: Page): Promise<string> {
  for (let wait = 0; wait < 50 && page.workers().length > 0; wait++) await sleep(100);
  const { length } = page.workers();
  if (length > 0) throw new Error(`${length} are left`);
  return 'none';
}

async function runCheck(fact: string, check: () => Promise<string>): Promise<Outcome> {
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  try {
    console.log(`✓ threads: ${fact}: ${await check()} (${seconds()})`);
    return { fact, problem: '' };
  } catch (error) {
    console.log(`✗ threads: ${fact}: ${error} (${seconds()})`);
    return { fact, problem: String(error) };
  }
}
