// Opens segmenterPage.ts in Chromium: what only a real browser has is a worker, its script and a full disk.
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';

import { root } from '../package/workspace';
import type { Outcome } from './page';
import { serve } from './serve';

const html = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/segmenterPage.js"></script>';
const script = '**/segmenterWorker.js';

/** Writes the page beside the worker of the library as it is published. */
export async function writeSegmenterPage(folder: string): Promise<void> {
  await writeFile(join(folder, 'segmenter.html'), html);
  await cp(join(root, 'dist/segmenterWorker.js'), join(folder, 'segmenterWorker.js'));
  await build({
    entryPoints: { segmenterPage: 'test/browser/segmenterPage.ts' },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    alias: { 'msa-unet': join(root, 'dist/index.js'), 'msa-unet/browser': join(root, 'dist/browser.js') },
    logLevel: 'error',
  });
}

/** Runs the checks of the page in an order that leaves the database as the next one needs it. */
export async function checkSegmenter(browser: Browser, folder: string): Promise<Outcome[]> {
  const [server, other] = [await serve(folder), await serve(folder)];
  const page = await browser.newPage();
  const outcomes: Outcome[] = [];
  const check = async (fact: string) => outcomes.push(await runCheck(page, fact));
  page.on('console', (m) => console.log('   console', m.type(), m.text()));
  page.on('pageerror', (m) => console.log('   pageerror', m));
  page.on('requestfailed', (m) => console.log('   failed', m.url(), m.failure()));
  const open = () => page.goto(`${server.url}/segmenter.html`);
  try {
    await open();
    for (const fact of [
      'a worker trains and predicts exactly as the page',
      'the page is not blocked while a worker trains',
      'an abort rejects at once, and the worker remains usable',
      'errors of the worker are of their class',
      'a model of the worker is saved in the database, by URL and by file',
      'a worker that ends in silence rejects what waits for it',
      'a training that is cut off',
    ])
      await check(fact);
    await page.reload();
    await check('resumes exactly after a reload');

    await limitStorage(page, server.url, 200_000);
    await check('a full disk leaves the previous model');

    await page.route(script, (route) => route.fulfill({ status: 404 }));
    await check('a missing script is an error that says what to copy');
    await page.unroute(script);

    const elsewhere = html.replace('/segmenterPage.js', `${other.url}/segmenterPage.js`);
    await page.route('**/segmenter.html', (route) => route.fulfill({ contentType: 'text/html', body: elsewhere }));
    await open();
    await check('a script of another origin starts the worker');
  } finally {
    await page.close();
    server.close();
    other.close();
  }
  return outcomes;
}

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

/** Gives the site this many bytes for its data. */
async function limitStorage(page: Page, origin: string, quotaSize: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
}
