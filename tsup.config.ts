import { defineConfig } from 'tsup';

import { dropCommonJsMaps, sideFilesAside, writeBrowserFiles } from './browserFiles.config';
import { pureClasses } from './pureClasses.config';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    node: 'src/node/index.ts',
    browser: 'src/browser/index.ts',
    dicom: 'src/dicom/index.ts',
  },
  format: ['esm', 'cjs'],
  target: 'es2022',
  dts: true,
  sourcemap: true,
  clean: true,
  splitting: true, // a layer class must exist once, so the entries share their common code, in CommonJS too
  treeshake: true, // Rollup writes the CommonJS: unlike esbuild with splitting, it keeps `import()` of optional backends
  removeNodeProtocol: false,
  esbuildPlugins: [sideFilesAside, pureClasses],
  onSuccess: async () => {
    dropCommonJsMaps();
    await writeBrowserFiles();
  },
});
