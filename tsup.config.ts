import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    node: 'src/node/index.ts',
    linkTensorflow: 'src/cli/linkTensorflow/main.ts',
  },
  format: ['esm', 'cjs'],
  target: 'es2022',
  dts: { entry: { index: 'src/index.ts', node: 'src/node/index.ts' } },
  sourcemap: true,
  clean: true,
  splitting: true, // a layer class must exist once, so both entries share their common code, in CommonJS too
  treeshake: true, // Rollup writes the CommonJS: unlike esbuild with splitting, it keeps `import()` of optional backends
  removeNodeProtocol: false,
});
