import { defineConfig } from 'tsup';

/** The programs, which use the library as anybody does: by its name. */
export default defineConfig({
  entry: { cli: 'src/cli/main.ts', linkTensorflow: 'src/cli/linkTensorflow/main.ts' },
  external: ['msa-unet', 'msa-unet/node', 'msa-unet/dicom'],
  format: ['esm'],
  target: 'es2022',
  sourcemap: true,
  splitting: true, // a command is read when it is called
  treeshake: true,
  removeNodeProtocol: false,
});
