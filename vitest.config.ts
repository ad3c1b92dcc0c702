import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

const src = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** Whole networks on an emulated GPU, which only the nightly checks run, take longer. */
const minutes = process.env.MSA_UNET_NIGHTLY === '1' ? 10 : 2;

/**
 * Folders whose tests leave no trace in the process: each worker loads TensorFlow.js once for all of their files, except
 * those that end in `.alone.test.ts`.
 */
const shared = [
  'data',
  'dicom',
  'inference',
  'layers',
  'losses',
  'metrics',
  'ops',
  'preprocess',
  'report',
  'training',
  'utils',
].map((folder) => `test/${folder}/**/!(*.alone).test.ts`);

export default defineConfig({
  resolve: {
    alias: [
      { find: /^msa-unet\/node$/, replacement: src('node/index.ts') },
      { find: /^msa-unet\/browser$/, replacement: src('browser/index.ts') },
      { find: /^msa-unet\/dicom$/, replacement: src('dicom/index.ts') },
      { find: /^msa-unet$/, replacement: src('index.ts') },
    ],
  },
  test: {
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      { extends: true, test: { name: 'isolated', include: ['test/**/*.test.ts'], exclude: shared } },
    ],
    environment: 'node',
    pool: 'forks', // native backends cannot be loaded in worker threads
    maxWorkers: 2,
    env: { MSA_UNET_THREADS: process.env.MSA_UNET_THREADS ?? '1' }, // files run beside each other
    testTimeout: minutes * 60_000,
    hookTimeout: minutes * 60_000,
  },
});
