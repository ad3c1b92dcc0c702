// What the library must hold in a browser, in a headless Chromium that computes WebGL by software.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, type Page } from 'playwright-core';

import { buildIfStale } from '../package/workspace';
import { buildPage } from './buildPage';
import { writeExpected } from './expected';
import { chromiumForChecks, chromiumPlaces } from './findChromium';
import type { Outcome } from './page';
import { checkSegmenter, writeSegmenterPage } from './segmenterRun';
import { serve } from './serve';
import { checkThreads, writeThreadsPage } from './threadsRun';

type Scans = Awaited<ReturnType<typeof writeExpected>>;

const executablePath = chromiumForChecks();

if (executablePath) await run(executablePath);
else
  console.log(`test:browser: skipped: there is no Chromium (${chromiumPlaces.join(', ')}); CHROMIUM_PATH can name one`);

async function run(executablePath: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'msa-unet-browser-'));
  try {
    buildIfStale();
    await buildPage(folder, 'index.html', 'page', '<input type="file" multiple>');
    await writeSegmenterPage(folder);
    await writeThreadsPage(folder);
    const outcomes = await check(executablePath, folder, await writeExpected(folder));
    const failed = outcomes.filter(({ problem }) => problem !== '').length;
    console.log(`${outcomes.length - failed} passed, ${failed} failed`);
    process.exitCode = failed > 0 ? 1 : 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function check(executablePath: string, folder: string, scans: Scans): Promise<Outcome[]> {
  const server = await serve(folder);
  const args = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
  const browser = await chromium.launch({ executablePath, args });
  try {
    console.log(`test:browser: Chromium ${browser.version()}`);
    const outcomes: Outcome[] = [];
    const onPage = async (name: string, check: (page: Page) => Promise<Outcome[]>) => {
      const start = performance.now();
      const page = await browser.newPage();
      const thrown: Outcome[] = [];
      page.on('pageerror', (error) => thrown.push({ fact: `${name}: nothing is thrown`, problem: String(error) }));
      await page.goto(server.url);
      const found = [...(await check(page)), ...thrown];
      for (const { fact, problem } of found) console.log(problem === '' ? `✓ ${fact}` : `✗ ${fact}: ${problem}`);
      console.log(`  ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
      outcomes.push(...found);
      await page.close();
    };
    await onPage('readers', (page) => checkReaders(page, scans));
    for (const backend of ['cpu', 'wasm', 'webgl'])
      await onPage(backend, (page) => page.evaluate((name) => window.checkBackend(name), backend));
    await onPage('a lost context', async (page) => [await page.evaluate(() => window.checkContextLoss())]);
    return [...outcomes, ...(await checkSegmenter(browser, folder)), ...(await checkThreads(browser, folder))];
  } finally {
    await browser.close();
    server.close();
  }
}

async function checkReaders(page: Page, scans: Scans): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [format, files] of Object.entries(scans)) {
    const chosen = files.map(async (file) => {
      const buffer = Buffer.from(await file.arrayBuffer());
      return { name: file.name, mimeType: 'application/octet-stream', buffer };
    });
    await page.setInputFiles('input', await Promise.all(chosen));
    outcomes.push(await page.evaluate((name) => window.checkReading(name), format));
  }
  return outcomes;
}
