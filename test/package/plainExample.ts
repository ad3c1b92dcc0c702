import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { chromium, type Page } from 'playwright-core';

import { chromiumForChecks } from '../browser/findChromium';
import { serve } from '../browser/serve';
import { ownNetworkIn } from './ownNetwork';
import { says, violations } from './visitor';
import { root } from './workspace';

const cdn = 'https://cdn.jsdelivr.net/npm/';

/** Opens the example without a build in Chromium, with the installed packages in place of the CDN. */
export async function plainExampleIn(workspace: string): Promise<string> {
  const executablePath = chromiumForChecks();
  if (executablePath === null) return 'not run, as there is no Chromium';
  const server = await serve(join(root, 'examples/browser-plain'));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await visitWithoutCdn(await browser.newPage(), server.url);
    const page = await browser.newPage();
    const files = new Set<string>();
    await page.context().route(`${cdn}**`, (route) => {
      const file = route
        .request()
        .url()
        .slice(cdn.length)
        .replace(/(?<=\w)@[\d.]+\//, '/');
      files.add(file);
      const body = readFileSync(join(workspace, 'node_modules', file));
      return route.fulfill({ body, contentType: 'text/javascript', headers: { 'Access-Control-Allow-Origin': '*' } });
    });
    const result = await visit(page, server.url, await ownNetworkIn(workspace));
    return `${[...files].map((file) => file.split('/').at(-1)).join(', ')} from the CDN; ${result}`;
  } finally {
    await browser.close();
    server.close();
  }
}

/** A page that cannot load its script says so. */
async function visitWithoutCdn(page: Page, url: string): Promise<void> {
  await page.context().route(`${cdn}**`, (route) => route.abort());
  await page.goto(url);
  await says(page, '#status', /^The script of this page cannot be loaded\. It needs the network/);
  await page.context().unrouteAll();
  await page.close();
}

type OwnNetwork = Awaited<ReturnType<typeof ownNetworkIn>>;

async function visit(page: Page, url: string, { model, settings }: OwnNetwork): Promise<string> {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  await says(page, '#status', /^Computes with wasm/);
  await page.click('#phantom');
  await says(page, '#status', /8 × 128 × 128 voxels$/);
  await page.click('#train');
  await says(page, '#status', /^Epoch 6: Dice coefficient 0\.9\d* on unseen patients$/);
  await page.click('#segment');
  await says(page, '#status', /^[1-9]\d* ml$/);
  const trained = await page.textContent('#status');
  await page.setInputFiles('#network', [...model, settings]); // of another size than the page's own
  await says(page, '#status', /^Network of [\d,]+ parameters$/);
  await page.click('#segment');
  await says(page, '#status', /^\d+ ml$/);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints, []);
  return `segmented ${trained}`;
}
