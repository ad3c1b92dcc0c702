import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { build } from 'esbuild';

import { root } from '../package/workspace';

/** Writes a page of checks, of the library as it is published, with its script `SCRIPT.js`. */
export async function buildPage(folder: string, page: string, script: string, body = ''): Promise<void> {
  const head = '<!doctype html><link rel="icon" href="data:,">';
  await writeFile(join(folder, page), `${head}${body}<script type="module" src="/${script}.js"></script>`);
  await build({
    entryPoints: { [script]: `test/browser/${script}.ts` },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    alias: { 'msa-unet': join(root, 'dist/index.js'), 'msa-unet/browser': join(root, 'dist/browser.js') },
    logLevel: 'error',
  });
}
