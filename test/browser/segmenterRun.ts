// Opens segmenterPage.ts in Chromium: what only a real browser has is a worker, its script and a full disk.
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { root } from '../package/workspace';
import { buildPage } from './buildPage';
import type { Outcome } from './page';
import { serve } from './serve';

/** Writes the page beside the worker of the library as it is published. */
export async function writeSegmenterPage(folder: string): Promise<void> {
  await cp(join(root, 'dist/segmenterWorker.js'), join(folder, 'segmenterWorker.js'));
  await buildPage(folder, 'segmenter.html', 'segmenterPage');
}

/** Runs the checks of the page. */
export async function checkSegmenter(browser: Browser, folder: string): Promise<Outcome[]> {
  const [server, other] = [await serve(folder), await serve(folder, { 'Access-Control-Allow-Origin': '*' })];
  const outcomes: Outcome[] = [];
  /** Runs checks in a page with a database of its own. */
  const onPage = async (
    path: string,
    facts: readonly string[],
    before: (page: Page) => Promise<unknown> = async () => {},
  ) => {
    const page = await browser.newPage();
    await before(page);
    await page.goto(`${server.url}/${path}`);
    for (const fact of facts) {
      if (fact === resumes) await page.reload();
      outcomes.push(await runCheck(page, fact));
    }
    await page.close();
  };
  try {
    await onPage('segmenter.html', [...inWorker, 'a training that is cut off', resumes]);
    await onPage('segmenter.html', ['a full disk leaves the previous model'], (page) => limitStorage(page, server.url));
    await onPage('segmenter.html', ['a missing script is an error that says what to copy'], (page) =>
      page.route('**/segmenterWorker.js', (route) => route.fulfill({ status: 404 })),
    );
    const html = await readFile(join(folder, 'segmenter.html'), 'utf8');
    await writeFile(join(folder, 'elsewhere.html'), html.replace('/segmenterPage', `${other.url}/segmenterPage`));
    await onPage('elsewhere.html', ['a script of another origin starts the worker']);
  } finally {
    server.close();
    other.close();
  }
  return outcomes;
}

const inWorker = [
  'a worker trains and predicts exactly as the page',
  'the page is not blocked while a worker trains',
  'an abort rejects at once, and the worker remains usable',
  'errors of the worker are of their class',
  'a model of the worker is saved in the database, by URL and by file',
  'a worker that ends in silence rejects what waits for it',
];
const resumes = 'resumes exactly after a reload';

async function runCheck(page: Page, fact: string): Promise<Outcome> {
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  await page.waitForFunction(() => window.checks !== undefined);
  try {
    const found = await page.evaluate((name) => window.checks[name]!(), fact);
    console.log(`✓ segmenter: ${fact}: ${found} (${seconds()})`);
    return { fact, problem: '' };
  } catch (error) {
    console.log(`✗ segmenter: ${fact}: ${error} (${seconds()})`);
    return { fact, problem: String(error) };
  }
}

/** Gives the site 200 kB for its data. */
async function limitStorage(page: Page, origin: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 200_000 });
}
