import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

import { type BuildOptions, build, type Plugin } from 'esbuild';

const codec = '@cornerstonejs/codec-openjpeg/decode';
const zip = '@zip.js/zip.js';
const apart = 'src/browser/backends/sideFiles';

/** Leaves the code of others that few pages need, or none at once, to files of its own: {@link writeBrowserFiles}. */
export const sideFilesAside: Plugin = {
  name: 'side-files-aside',
  setup: ({ onResolve }) => {
    onResolve({ filter: new RegExp(`^${codec}$`) }, () => ({ path: './openjpeg.js', external: true }));
    onResolve({ filter: /\/sideFiles\/\w+$/ }, ({ path }) => ({
      path: `./${path.split('/').at(-1)}.js`,
      external: true,
    }));
  },
};

/** Leaves zip.js, an import of the package elsewhere, to a side file of the bundle. */
const zipAside: Plugin = {
  name: 'zip-aside',
  setup: ({ onResolve }) => {
    onResolve({ filter: new RegExp(`^${zip}$`) }, () => ({ path: './zip.js', external: true }));
  },
};

/** Empties what is never called in a browser: Node's modules, and tfjs's start of its threads. */
const withoutNode: Plugin = {
  name: 'without-node',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(fs|path)$|threaded-simd(\.worker)?\.js$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Makes backends share the tfjs of the page, which has all names of tfjs-core. */
const withPageTfjs: Plugin = {
  name: 'with-page-tfjs',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^@tensorflow\/tfjs-core$/ }, () => ({ path: '@tensorflow/tfjs', external: true }));
  },
};

/**
 * Writes everything that browsers load as it is, minified, as ES modules:
 *
 * - the side files, which both formats import when they need them; all are self-contained but for tfjs
 * - `segmenterWorker.js`, the worker of `createSegmenter` with all that it can need, tfjs too, since workers have no import map
 * - `msa-unet.browser.js`, both entries for import maps and CDNs, with everything but tfjs and the side files
 */
export async function writeBrowserFiles(): Promise<void> {
  const single = { define: { process: 'undefined', __filename: 'undefined', __dirname: 'undefined' } };
  await write('openjpeg', exportsOf(`{ default } from '${codec}'`), { ...single, plugins: [withoutNode] });
  await write('zip', exportsOf(`{ Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '${zip}'`), single);
  for (const name of ['tfjsWasm', 'tfjsWasmBinary', 'tfjsWebgpu'])
    await write(name, { entryPoints: [`${apart}/${name}.ts`] }, { ...single, plugins: [withoutNode, withPageTfjs] });
  await write('segmenterWorker', { entryPoints: ['src/browser/segmenterWorker.ts'] }, { plugins: [withoutNode] });
  await write('msa-unet.browser', exportsOf("* from './src/index'; export * from './src/browser/index'"), {
    external: ['@tensorflow/tfjs'],
    plugins: [sideFilesAside, zipAside],
  });
}

const exportsOf = (names: string): BuildOptions => ({ stdin: { contents: `export ${names};`, resolveDir: '.' } });

const write = (name: string, input: BuildOptions, options: BuildOptions) =>
  build({
    ...input,
    ...options,
    outfile: `dist/${name}.js`,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    loader: { '.wasm': 'binary' },
    legalComments: 'none',
    banner: { js: '/*! Includes the work of others: see THIRD-PARTY-NOTICES.md of msa-unet */' },
    logLevel: 'warning',
  });

/** Removes the source maps of CommonJS, a third of the package, which hardly any debugger reads. */
export function dropCommonJsMaps(): void {
  for (const file of readdirSync('dist')) {
    if (file.endsWith('.cjs.map')) rmSync(`dist/${file}`);
    if (!file.endsWith('.cjs')) continue;
    const code = readFileSync(`dist/${file}`, 'utf8');
    writeFileSync(`dist/${file}`, code.replace(/^\/\/# sourceMappingURL=.*$\n?/gm, ''));
  }
}
