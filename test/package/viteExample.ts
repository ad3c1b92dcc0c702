import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { encodeNifti, phantomDataSet, scanVolume } from 'msa-unet';
import { chromium, type Page } from 'playwright-core';

import { chromiumForChecks } from '../browser/findChromium';
import { serve } from '../browser/serve';
import { ownNetworkIn } from './ownNetwork';
import { says, violations } from './visitor';
import { devServerIn } from './viteDevServer';
import { root, run } from './workspace';

/** Builds the example for Vite with the installed library, and uses it in Chromium as a visitor would. */
export async function viteExampleIn(workspace: string): Promise<string> {
  const folder = join(workspace, 'browser-vite');
  cpSync(join(root, 'examples/browser-vite'), folder, { recursive: true });
  run(workspace, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', 'vite@8', 'typescript@5.9');
  const bin = (name: string) => join(workspace, 'node_modules/.bin', name);
  run(folder, bin('tsc'), '--pretty', 'false');
  run(folder, bin('vite'), 'build', '--logLevel', 'warn');
  const executablePath = chromiumForChecks();
  if (executablePath === null) return 'built; not run, as there is no Chromium';
  const server = await serve(join(folder, 'dist'));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await visitDevServer(await browser.newPage(), folder);
    await openAsFile(await browser.newPage(), folder);
    const page = await browser.newPage({ colorScheme: 'dark' });
    const result = await visit(page, server.url);
    const parameters = await useOwnNetwork(page, workspace);
    return `starts on the dev server; ${result}; loads ${parameters}`;
  } finally {
    await browser.close();
    server.close();
  }
}

/** Starts the worker on Vite's development server, which moves the modules of packages to a folder of its own. */
async function visitDevServer(page: Page, folder: string): Promise<void> {
  const server = await devServerIn(folder);
  try {
    await page.goto(server.url);
    await says(page, '#network', /^None yet/);
  } finally {
    await page.close();
    server.close();
  }
}

/** A page that cannot load its script says so. */
async function openAsFile(page: Page, folder: string): Promise<void> {
  await page.goto(pathToFileURL(join(folder, 'dist/index.html')).href);
  await says(page, '#network', /^The script of this page cannot be loaded\. Open the page through a web server/);
  await page.close();
}

/** Segments with a network of another size than the page's own, with its settings and without. */
async function useOwnNetwork(page: Page, workspace: string): Promise<string> {
  const { model, settings } = await ownNetworkIn(workspace);
  await page.setInputFiles('#scan-files', (await phantomFiles()).scan);
  for (const [files, source] of [
    [[...model, settings], 'as in training'],
    [model, 'by the model alone'],
  ] as const) {
    await page.setInputFiles('#model-files', files);
    await says(page, '#network', new RegExp(`Slices are prepared at 64 × 64, ${source}`));
    await page.click('#segment');
    await says(page, '#result', /^\d+ ml$/);
  }
  return (await page.textContent('#network'))!.split('.')[0]!;
}

/** Opens a scan with its ground truth, trains, segments and saves; returns what the page says of the mask. */
async function visit(page: Page, url: string): Promise<string> {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  await says(page, '#network', /^None yet/);
  const { scan, truth } = await phantomFiles();
  await page.setInputFiles('#scan-files', scan);
  await says(page, '#scan', /^scan\.nii\.gz: 6 × 96 × 96 voxels of [\d.]+ × [\d.]+ × [\d.]+ mm$/);
  await page.setInputFiles('#mask-files', truth);
  await says(page, '#scan', /with ground truth$/);

  await page.click('#train');
  await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 0);
  await page.click('#cancel');
  await says(page, '#network', /^Training was canceled/);
  await page.click('#train'); // resumes
  await says(page, '#network', /^Trained on the phantom: Dice coefficient 0\.9\d* on unseen patients/);

  await page.click('#segment');
  await says(page, '#result', /^\d+ ml, Dice coefficient 0\.[89]\d*$/);
  assert(await hasYellow(page), 'the canvas has no yellow outline, where prediction and ground truth coincide');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
  assert.equal(download.suggestedFilename(), 'mask.nii.gz');
  assert.deepEqual(await violations(page), []);

  const result = await page.textContent('#result');
  await page.reload();
  await says(page, '#network', /^The network that you trained on the phantom/);
  assert.deepEqual(complaints, []);
  return `trained, segmented: ${result}`;
}

/** A synthetic scan and its ground truth as files that a visitor chooses. */
async function phantomFiles() {
  const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 6, size: 96, seed: 7 }).patients;
  const { image, labels } = await scanVolume(patient!.scans[0]!);
  const file = async (name: string, volume: typeof image) => {
    return { name, mimeType: 'application/gzip', buffer: Buffer.from(await encodeNifti(volume)) };
  };
  return { scan: await file('scan.nii.gz', image), truth: await file('truth.nii.gz', labels) };
}

const hasYellow = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.querySelector('canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return data.some((_, i) => i % 4 === 0 && data[i] === 255 && data[i + 1] === 225 && data[i + 2] === 70);
  });
