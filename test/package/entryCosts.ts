import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { buildSync } from 'esbuild';

import { entries } from './apiReport';
import { root } from './workspace';

/** What a page pays for some imports: minified and compressed, in kB, dependencies and what loads on demand not counted. */
const budgets: Record<string, number> = {
  "{ volumeMl } from './dist/index.js'": 10,
  "{ bceDiceLoss, diceCoefficient } from './dist/index.js'": 11,
  "{ encodeNifti } from './dist/index.js'": 13,
  "{ readNifti } from './dist/index.js'": 17,
  "{ readVolume } from './dist/index.js'": 54,
  "{ phantomDataSet } from './dist/index.js'": 19,
  "{ buildUnet } from './dist/index.js'": 48,
  "{ buildMsaUnet } from './dist/index.js'": 48,
  "{ loadModel, predictPadded } from './dist/index.js'": 52,
  "{ loadModel, predictVolume } from './dist/index.js'": 58,
  "{ buildMsaUnet, trainSegmentation } from './dist/index.js'": 68,
};

/** The same for everything that an entry exports. */
const entryBudgets: Record<string, number> = { index: 172, browser: 96, node: 200, dicom: 24 };

/** Checks what imports cost; the table that it returns shows that a bundler leaves out the rest. */
export function checkCosts(): string {
  const names = Object.keys(entries());
  assert.deepEqual(names.sort(), Object.keys(entryBudgets).sort(), 'each entry has a budget');
  const whole = names.map((name) => [`* from './dist/${name}.js'`, entryBudgets[name]!] as const);
  const rows = [...Object.entries(budgets), ...whole].map(([imports, budget]) => {
    const cost = costOf(imports) / 1000;
    const row = `${cost.toFixed(1).padStart(6)} kB of ${String(budget).padStart(3)}  ${imports.replaceAll('./dist/', '')}`;
    return { row, tooMuch: cost > budget };
  });
  const table = rows.map(({ row, tooMuch }) => `\n    ${row}${tooMuch ? '  TOO MUCH' : ''}`).join('');
  assert(!rows.some(({ tooMuch }) => tooMuch), table);
  return table;
}

/** Bytes of what loads before the first line runs. */
function costOf(imports: string): number {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents: `export ${imports};`, resolveDir: root },
    outdir: root,
    bundle: true,
    splitting: true, // keeps what `import()` loads apart
    minify: true,
    format: 'esm',
    platform: imports.includes('/node.js') ? 'node' : 'browser',
    packages: 'external',
    external: ['openjpeg', 'zip', 'tfjsWasm', 'tfjsWasmBinary', 'tfjsWebgpu'].map((name) => `*/${name}.js`),
    metafile: true,
    write: false,
    absWorkingDir: root,
  });
  const atOnce = new Set<string>();
  const visit = (path: string) => {
    if (atOnce.has(path)) return;
    atOnce.add(path);
    for (const { path: next, kind, external } of metafile.outputs[path]!.imports)
      if (kind === 'import-statement' && !external) visit(next);
  };
  visit(Object.keys(metafile.outputs).find((path) => metafile.outputs[path]!.entryPoint === '<stdin>')!);
  const sizes = [...atOnce].map((path) => outputFiles.find((file) => file.path.endsWith(`/${path}`))!.contents);
  return sizes.reduce((sum, contents) => sum + gzipSync(contents).length, 0);
}
