import { type BuildOptions, build, type Plugin } from 'esbuild';

/** Files that the library imports when it needs them; all are the code of others, and self-contained but for tfjs. */
const codec = '@cornerstonejs/codec-openjpeg/decode';
const inSource = 'src/browser/backends/sideFiles';

/** Leaves side files to {@link writeSideFiles}. */
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

/** Writes the side files, as ES modules for both formats. */
export async function writeSideFiles(): Promise<void> {
  await write('openjpeg', 'OpenJPEG, from @cornerstonejs/codec-openjpeg', {
    stdin: { contents: `export { default } from '${codec}';`, resolveDir: '.' },
  });
  for (const [name, origin] of [
    ['tfjsWasm', '@tensorflow/tfjs-backend-wasm'],
    ['tfjsWasmBinary', '@tensorflow/tfjs-backend-wasm'],
    ['tfjsWebgpu', '@tensorflow/tfjs-backend-webgpu'],
  ] as const)
    await write(name, origin, { entryPoints: [`${inSource}/${name}.ts`] });
}

const write = (name: string, origin: string, input: BuildOptions) =>
  build({
    ...input,
    outfile: `dist/${name}.js`,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    loader: { '.wasm': 'binary' },
    plugins: [withoutNode, withPageTfjs],
    define: { process: 'undefined', __filename: 'undefined', __dirname: 'undefined' },
    legalComments: 'none',
    banner: { js: `/*! ${origin}: see THIRD-PARTY-NOTICES.md of msa-unet */` },
  });
