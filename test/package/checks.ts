import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { buildSync } from 'esbuild';

import * as browser from '../../src/browser/index';
import * as universal from '../../src/index';
import * as node from '../../src/node/index';
import { compareApi } from './apiReport';
import { bundleIn, esbuild, vite, webpack } from './bundles';
import { checkCosts } from './entryCosts';
import { otherNode } from './otherNode';
import { writeSlices } from './slices';
import { compileConsumerIn, compilePagesIn, installIn, type Packed, root, run, tool } from './workspace';

/** All code of the library as ES modules, compressed, dependencies external. */
const budget = 220_000;
/** The program's own, which no page loads. */
const programBudget = 32_000;
/** What a web page pays, minified too, that only loads a model and predicts; a third is kernels for WASM and WebGPU. */
const predictorBudget = 50_000;
/** The JPEG 2000 codec, another's code, which is loaded when a file needs it. */
const codecBudget = 140_000;
const codec = 'dist/openjpeg.js';
const predictor = "export { loadModel, predictPadded } from './dist/index.js';";

/** Facts about the packed library; each check throws, or tells what it found. */
export const checks: Record<string, (packed: Packed) => string | Promise<string>> = {
  'holds the build and its papers, nothing else'({ files, size }) {
    const legal =
      /^(dist\/[\w-]+\.(js|cjs|d\.ts|d\.cts|js\.map|cjs\.map)|package\.json|LICENSE|NOTICE|CITATION\.cff|THIRD-PARTY-NOTICES\.md|README\.md|CHANGELOG\.md)$/;
    assert.deepEqual(
      files.filter((path) => !legal.test(path)),
      [],
    );
    return `${files.length} files, ${kilobytes(size)} packed`;
  },

  'holds every source once per format, so that a layer class is the same in both entries'({ files }) {
    const sources = (ending: string) => files.filter((path) => path.endsWith(ending)).flatMap(sourcesOf);
    const twice = ['.js.map', '.cjs.map'].flatMap((ending) => repeated(sources(ending)).map((path) => path + ending));
    assert.deepEqual(twice, []);
    return `${sources('.js.map').length} sources`;
  },

  'is small, tfjs and the JPEG 2000 codec not counted'({ files }) {
    const code = files.filter((path) => path.endsWith('.js') && path !== codec);
    const isProgram = (path: string) => sourcesOf(`${path}.map`).some((source) => source.includes('src/cli/'));
    const sizeOf = (paths: string[]) =>
      paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(root, path))).length, 0);
    const size = sizeOf(code.filter((path) => !isProgram(path)));
    const program = sizeOf(code.filter(isProgram));
    assert(size <= budget, `${kilobytes(size)}, more than ${kilobytes(budget)}`);
    assert(program <= programBudget, `program: ${kilobytes(program)}, more than ${kilobytes(programBudget)}`);
    const codecSize = sizeOf([codec]);
    assert(codecSize <= codecBudget, `codec: ${kilobytes(codecSize)}, more than ${kilobytes(codecBudget)}`);
    return `${kilobytes(size)} compressed, of ${kilobytes(budget)}; program ${kilobytes(program)} of ${kilobytes(programBudget)}`;
  },

  'lets a bundler leave out what a page does not use'() {
    const { outputFiles } = buildSync({
      stdin: { contents: predictor, resolveDir: root },
      bundle: true,
      minify: true,
      format: 'esm',
      packages: 'external',
      write: false,
    });
    const size = gzipSync(outputFiles[0]!.contents).length;
    assert(
      size <= predictorBudget,
      `loading and predicting: ${kilobytes(size)}, more than ${kilobytes(predictorBudget)}`,
    );
    return `loading and predicting: ${kilobytes(size)} compressed, of ${kilobytes(predictorBudget)}`;
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
    const pages = [
      'README.md',
      ...['models', 'pretrained', 'data', 'training', 'backends'].map((name) => `docs/${name}.md`),
    ];
    return `${compilePagesIn(workspace, pages)} pieces of ${pages.join(', ')}`;
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

  'bundles by plain esbuild into a page that decodes JPEG 2000'({ workspace }) {
    return bundleIn(workspace, esbuild);
  },

  'bundles by Vite'({ workspace }) {
    return bundleIn(workspace, vite);
  },

  'bundles by webpack'({ workspace }) {
    return bundleIn(workspace, webpack);
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
  };
  assert.deepEqual(JSON.parse(lines.pop()!), names, 'exports other names than the source does');
  return `${Object.values(names).flat().length} names${lines.map((line) => `; ${line}`).join('')}`;
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
