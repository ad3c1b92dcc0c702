import { build, type Plugin } from 'esbuild';
import { defineConfig } from 'tsup';

import { pureClasses } from './pureClasses.config';

const codec = '@cornerstonejs/codec-openjpeg/decode';

/** Leaves the JPEG 2000 codec to a file of its own: {@link writeCodec}. */
const codecAside: Plugin = {
  name: 'codec-aside',
  setup: ({ onResolve }) => {
    onResolve({ filter: new RegExp(`^${codec}$`) }, () => ({ path: './openjpeg.js', external: true }));
  },
};

/** Node's modules as empty ones. */
const withoutNode: Plugin = {
  name: 'without-node',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(fs|path)$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: '' }));
  },
};

/**
 * Writes the JPEG 2000 codec as an ES module for both formats. Its package names `fs` and `path` for Node, which it does not
 * need, and on which esbuild and webpack fail.
 */
async function writeCodec(): Promise<void> {
  await build({
    stdin: { contents: `export { default } from '${codec}';`, resolveDir: '.' },
    outfile: 'dist/openjpeg.js',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    plugins: [withoutNode],
    define: { process: 'undefined', __filename: 'undefined', __dirname: 'undefined' },
    banner: { js: '/*! OpenJPEG, from @cornerstonejs/codec-openjpeg: see THIRD-PARTY-NOTICES.md of msa-unet */' },
  });
}

export default defineConfig({
  entry: { index: 'src/index.ts', node: 'src/node/index.ts', browser: 'src/browser/index.ts' },
  format: ['esm', 'cjs'],
  target: 'es2022',
  dts: true,
  sourcemap: true,
  clean: true,
  splitting: true, // a layer class must exist once, so the entries share their common code, in CommonJS too
  treeshake: true, // Rollup writes the CommonJS: unlike esbuild with splitting, it keeps `import()` of optional backends
  removeNodeProtocol: false,
  esbuildPlugins: [codecAside, pureClasses],
  onSuccess: writeCodec,
});
