import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { findChromium } from '../browser/findChromium';
import { serve } from '../browser/serve';
import { writeSlices } from './slices';
import { run } from './workspace';

/** A bundler as users install and call it, without settings. */
export interface Bundler {
  /** What `npm install` gets. */
  readonly packages: readonly string[];
  /** Program and arguments, in a folder with `index.html` and `src/index.js`; the bundle goes to `dist`. */
  readonly command: readonly [program: string, ...args: string[]];
  /** How the page loads the bundle, for bundlers that write no `index.html`. */
  readonly script?: string;
  /** Runs the bundle in Node, for where there is no Chromium; `process` is hidden, or tfjs takes it for Node. */
  readonly inNode?: string;
}

export const esbuild: Bundler = {
  packages: ['esbuild@0.27'],
  command: ['esbuild', 'src/index.js', '--bundle', '--platform=browser', '--format=esm', '--outfile=dist/main.js'],
  script: '<script type="module" src="main.js"></script>',
  inNode: "globalThis.process = undefined; import('./dist/main.js')",
};

export const vite: Bundler = { packages: ['vite@8'], command: ['vite', 'build'] };

export const webpack: Bundler = {
  packages: ['webpack@5', 'webpack-cli@6'],
  command: ['webpack', '--mode', 'development'],
  script: '<script src="main.js"></script>',
};

/** Without the icon, or a browser asks for one. */
const head = '<!doctype html><link rel="icon" href="data:,">';

/** Bundles a page that reads a DICOM slice in JPEG 2000, which loads the codec, and runs it. Tells where it ran. */
export async function bundleIn(workspace: string, bundler: Bundler): Promise<string> {
  const [program, ...args] = bundler.command;
  const folder = join(workspace, 'pages', program);
  const { data } = await writeSlices(folder);
  writePage(folder);
  run(workspace, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...bundler.packages);
  run(folder, join(workspace, 'node_modules/.bin', program), ...args);
  if (bundler.script) writeFileSync(join(folder, 'dist/index.html'), `${head}${bundler.script}`);

  const executablePath = findChromium();
  if (executablePath === null && !bundler.inNode) return 'built; not run, as there is no Chromium';
  const line = executablePath
    ? await open(folder, executablePath)
    : run(folder, process.execPath, '-e', bundler.inNode!);
  assert.equal(line.trim(), `Sum of HU: ${sumOf(data)}`);
  return `built, and run in ${executablePath ? 'Chromium' : 'Node'}`;
}

const sumOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, hu) => sum + hu, 0);

function writePage(folder: string): void {
  const slice = readFileSync(join(folder, 'slice.dcm'));
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), `${head}<script type="module" src="/src/index.js"></script>`);
  writeFileSync(
    join(folder, 'src/index.js'),
    `import { readVolume } from 'msa-unet';
const bytes = Uint8Array.from(atob('${slice.toString('base64')}'), (letter) => letter.charCodeAt(0));
readVolume([new File([bytes], 'slice.dcm')], { onNote: null }).then(
  ({ data }) => console.log('Sum of HU: ' + data.reduce((sum, hu) => sum + hu, 0)),
  (error) => console.log(String(error)),
);
`,
  );
}

/** Opens the page; the first line that it logs. */
async function open(folder: string, executablePath: string): Promise<string> {
  const server = await serve(join(folder, 'dist'));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const line = new Promise<string>((done) => {
      page.on('console', (message) => done(message.text()));
      page.on('pageerror', (error) => done(String(error)));
    });
    await page.goto(server.url);
    return await line;
  } finally {
    await browser.close();
    server.close();
  }
}
