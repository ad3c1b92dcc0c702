import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect, it } from 'vitest';

import { importOptional, MissingPackage } from '../../../src/node/backends/importOptional';

it('gives the exports of a package that is there', async () => {
  const { version } = await importOptional<{ version: { tfjs: string } }>('@tensorflow/tfjs');
  expect(version.tfjs).toMatch(/^4\./);
});

it('throws MissingPackage for one that is not', async () => {
  const error = await importOptional('@tensorflow/tfjs-no-such-backend').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(MissingPackage);
  expect(error).toHaveProperty('message', '@tensorflow/tfjs-no-such-backend is not installed');
});

it('passes on that a package which is there lacks something itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'msa-unet-'));
  const file = join(folder, 'package.mjs');
  await writeFile(file, "import 'something-that-is-not-there';");
  const error = await importOptional(pathToFileURL(file).href).catch((e: unknown) => e);
  await rm(folder, { recursive: true });
  expect(error).not.toBeInstanceOf(MissingPackage);
  expect(String(error)).toContain('something-that-is-not-there');
});
