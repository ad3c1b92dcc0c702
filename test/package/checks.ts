import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { buildSync } from 'esbuild';

import { exampleFiles } from '../../docs/.vitepress/exampleFiles';
import { pages } from '../../docs/.vitepress/pages';
import * as browser from '../../src/browser/index';
import * as dicom from '../../src/dicom/index';
import * as universal from '../../src/index';
import * as node from '../../src/node/index';
import { fieldCases, fieldPath, noField } from '../support/fieldCases';
import { compareApi } from './apiReport';
import { browserChecks } from './browserChecks';
import { checkCosts } from './entryCosts';
import { otherNode } from './otherNode';
import { plainExampleIn } from './plainExample';
import { writeSlices } from './slices';
import { viteExampleIn } from './viteExample';
import { compileConsumerIn, compilePagesIn, installIn, type Packed, root, run, tool } from './workspace';

/** All code of the library as ES modules, compressed, dependencies external. */
const budget = 330_000;
/** The program's own, which no page loads. */
const programBudget = 52_000;
/** What a web page pays, minified too, that only loads a model and predicts; a third is kernels for WASM and WebGPU. */
const predictorBudget = 52_000;
/** What is loaded apart, minified and mostly the work of others, each compressed. */
const apart: Record<string, number> = {
  'dist/openjpeg.js': 140_000,
  'dist/zip.js': 75_000,
  'dist/tfjsWasm.js': 32_000,
  'dist/tfjsWasmBinary.js': 200_000,
  'dist/tfjsWebgpu.js': 82_000,
  'dist/segmenterWorker.js': 700_000,
  'dist/msa-unet.browser.js': 215_000,
};
/** The whole package, compressed; source maps would triple it if CommonJS had some too. */
const packedBudget = 3_300_000;
const predictor = "export { loadModel, predictPadded } from './dist/index.js';";
/** The same for a page that reads scans. */
const readerBudget = 110_000;
const reader = "export { loadModel, predictVolume, readVolume } from './dist/index.js';";

/** Facts about the packed library; each check throws, or tells what it found. */
export const checks: Record<string, (packed: Packed) => string | Promise<string>> = {
  'holds the build, the examples and its papers, nothing else'({ files, size }) {
    const legal =
      /^(dist\/[\w-]+\.(js|cjs|d\.ts|d\.cts|js\.map)|dist\/msa-unet\.browser\.js|examples\/(?!inspect)([\w-]+\/(src\/)?)?[\w.-]+\.(ts|css|html|json|md|slurm|yaml)|package\.json|LICENSE|NOTICE|CITATION\.cff|THIRD-PARTY-NOTICES\.md|README\.md|CHANGELOG\.md)$/;
    assert.deepEqual(
      files.filter((path) => !legal.test(path)),
      [],
    );
    assert.deepEqual(
      pages.flatMap(exampleFiles).filter((path) => path.startsWith('examples/') && !files.includes(path)),
      [],
    );
    return `${files.length} files, ${kilobytes(size)} packed`;
  },

  'holds every source once per format, so that a layer class is the same in all entries'({ files }) {
    const classes = (path: string) => readFileSync(join(root, path), 'utf8').match(/className = "MsaUnet\w+"/g) ?? [];
    const modules = (ending: string) => files.filter((path) => path.endsWith(ending) && !(path in apart));
    const sources = modules('.js').flatMap((path) => sourcesOf(`${path}.map`));
    assert.deepEqual(repeated([...sources]), []);
    const names = modules('.cjs').flatMap(classes);
    assert(names.length > 0 && names.length === modules('.js').flatMap(classes).length, `${names.length} classes`);
    assert.deepEqual(repeated(names), []);
    return `${sources.length} sources, ${names.length} layer classes`;
  },

  'is small, tfjs and what is loaded apart not counted'({ files, size: packed }) {
    const code = files.filter((path) => path.endsWith('.js') && !(path in apart));
    const isProgram = (path: string) => sourcesOf(`${path}.map`).some((source) => source.includes('src/cli/'));
    const sizeOf = (paths: string[]) =>
      paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(root, path))).length, 0);
    const size = sizeOf(code.filter((path) => !isProgram(path)));
    const program = sizeOf(code.filter(isProgram));
    return [
      sizeWithin('library', size, budget),
      sizeWithin('program', program, programBudget),
      ...Object.entries(apart).map(([path, most]) => sizeWithin(path, sizeOf([path]), most)),
      sizeWithin('tarball', packed, packedBudget),
    ].join(', ');
  },

  'lets a bundler leave out what a page does not use'() {
    return [
      sizeWithin('loading and predicting', bundled(predictor), predictorBudget),
      // Without --splitting, esbuild inlines all that is imported later; this leaves the codec to a file of its own.
      sizeWithin('reading without the codec', bundled(reader, ['*/openjpeg.js']), readerBudget),
    ].join(', ');
  },

  'exports what the reports in api/ say'() {
    return compareApi();
  },

  'costs a page what it uses'() {
    return checkCosts();
  },

  'satisfies publint'({ tarball }) {
    tool(root, 'publint', 'run', tarball, '--strict');
    return 'no suggestion either';
  },

  'has types that resolve (attw)'({ tarball }) {
    tool(root, 'attw', tarball, '--profile', 'node16', '--no-definitely-typed');
    return 'node16 and bundler';
  },

  'brings tfjs and the wasm backend along, and no optional backend'({ workspace, tarball }) {
    installIn(workspace, tarball);
    const installed = (name: string) => existsSync(join(workspace, 'node_modules', name));
    const needed = ['tfjs', 'tfjs-backend-wasm'].map((name) => `@tensorflow/${name}`);
    const optional = [
      '@tensorflow/tfjs-backend-webgpu',
      '@tensorflow/tfjs-node',
      '@tensorflow/tfjs-node-gpu',
      'webgpu',
    ];
    assert.deepEqual(needed.filter(installed), needed);
    assert.deepEqual(optional.filter(installed), []);
    return `${readdirSync(join(workspace, 'node_modules')).length} folders in node_modules`;
  },

  'compiles in a strict project'({ workspace }) {
    compileConsumerIn(workspace, { skipLibCheck: true });
    return 'ES module and CommonJS';
  },

  'compiles what its pages show'({ workspace }) {
    return `${compilePagesIn(workspace)} code blocks`;
  },

  'runs through import'({ workspace }) {
    return runs(workspace, 'consumer.mjs');
  },

  'runs through require'({ workspace }) {
    return runs(workspace, 'consumer.cjs');
  },

  'runs through import and require on the other supported Node'({ workspace }) {
    const program = otherNode(workspace);
    const version = run(workspace, program, '--version').trim();
    for (const consumer of ['consumer.mjs', 'consumer.cjs']) run(workspace, program, consumer);
    return version;
  },

  'reads the files of the field alike on the other supported Node'({ workspace }) {
    if (noField) return `skipped: ${noField}`;
    const paths = fieldCases.map(({ path }) => fieldPath(path));
    cpSync(join(root, 'test/package/readAll.mjs'), join(workspace, 'readAll.mjs'));
    const read = (program: string) => run(workspace, program, 'readAll.mjs', ...paths);
    assert.equal(read(otherNode(workspace)), read(process.execPath));
    return `${paths.length} files and folders`;
  },

  ...browserChecks,

  'runs the example for Vite'({ workspace }) {
    return viteExampleIn(workspace);
  },

  'runs the example without a build'({ workspace }) {
    return plainExampleIn(workspace);
  },

  'brings its program along'({ workspace }) {
    const program = (...args: string[]) => run(workspace, 'npx', '--no-install', 'msa-unet', ...args);
    assert.equal(program('--version'), `${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}\n`);
    assert.match(program('help', 'train'), /^Train a network/);
    return 'npx msa-unet --version, help train';
  },

  'adds no type error of its own where skipLibCheck is off'({ workspace }) {
    const messages = errorsOf(() => compileConsumerIn(workspace, { skipLibCheck: false }));
    assert.deepEqual(
      messages.filter((line) => !line.startsWith('node_modules/@tensorflow/')),
      [],
    );
    return `${messages.length} in tfjs's own types`;
  },
};

async function runs(workspace: string, program: string): Promise<string> {
  await writeSlices(workspace);
  const lines = run(workspace, process.execPath, program).trim().split('\n');
  const names = {
    '.': Object.keys(universal).sort(),
    './node': Object.keys(node).sort(),
    './browser': Object.keys(browser).sort(),
    './dicom': Object.keys(dicom).sort(),
  };
  assert.deepEqual(JSON.parse(lines.pop()!), names, 'exports other names than the source does');
  return `${Object.values(names).flat().length} names${lines.map((line) => `; ${line}`).join('')}`;
}

/** Bundles into one file, minified, and returns its compressed size. */
function bundled(contents: string, external: string[] = []): number {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    packages: 'external',
    external,
    write: false,
  });
  return gzipSync(outputFiles[0]!.contents).length;
}

function sizeWithin(name: string, bytes: number, most: number): string {
  assert(bytes <= most, `${name}: ${kilobytes(bytes)}, more than ${kilobytes(most)}`);
  return `${name} ${kilobytes(bytes)} of ${kilobytes(most)}`;
}

function sourcesOf(map: string): string[] {
  return JSON.parse(readFileSync(join(root, map), 'utf8')).sources;
}

function repeated(names: string[]): string[] {
  return names.filter((name, i) => names.indexOf(name) !== i);
}

function errorsOf(compile: () => void): string[] {
  try {
    compile();
    return [];
  } catch (error) {
    return String(error)
      .split('\n')
      .filter((line) => line.includes('error TS'));
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
