// What the library must hold in a browser, in a headless Chromium that computes WebGL by software.
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from 'esbuild';
import { chromium } from 'playwright-core';

import { writeExpected } from './expected';
import type { Outcome } from './page';
import { serve } from './serve';

const places = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];
const executablePath = process.env.CHROMIUM_PATH ?? places.find((place) => existsSync(place));

if (executablePath) await run(executablePath);
else console.log(`test:browser: skipped: there is no Chromium (${places.join(', ')}); CHROMIUM_PATH can name one`);

async function run(executablePath: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'msa-unet-browser-'));
  try {
    await Promise.all([writeExpected(folder), writePage(folder)]);
    const outcomes = await check(executablePath, folder);
    const failed = outcomes.filter(({ problem }) => problem !== '').length;
    console.log(`${outcomes.length - failed} passed, ${failed} failed`);
    process.exitCode = failed > 0 ? 1 : 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writePage(folder: string): Promise<void> {
  await writeFile(join(folder, 'index.html'), '<!doctype html><script type="module" src="/page.js"></script>');
  await build({
    entryPoints: { page: 'test/browser/page.ts' },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'error',
  });
}

async function check(executablePath: string, folder: string): Promise<Outcome[]> {
  const server = await serve(folder);
  const args = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
  const browser = await chromium.launch({ executablePath, args });
  try {
    console.log(`test:browser: Chromium ${browser.version()}`);
    const outcomes: Outcome[] = [];
    for (const backend of ['cpu', 'wasm', 'webgl']) {
      const start = performance.now();
      const page = await browser.newPage();
      page.on('pageerror', (error) =>
        outcomes.push({ fact: `${backend}: the page throws nothing`, problem: String(error) }),
      );
      await page.goto(`${server.url}/index.html`);
      const found = await page.evaluate((name) => window.check(name), backend);
      for (const { fact, problem } of found) console.log(problem === '' ? `✓ ${fact}` : `✗ ${fact}: ${problem}`);
      outcomes.push(...found);
      console.log(`  ${((performance.now() - start) / 1000).toFixed(1)} s`);
      await page.close();
    }
    return outcomes;
  } finally {
    await browser.close();
    server.close();
  }
}
