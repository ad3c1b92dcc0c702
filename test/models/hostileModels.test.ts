import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';

import { loadModel } from '../../src/models/loadModel';
import { ModelFormatError } from '../../src/models/modelFormatError';
import { fileSystem } from '../../src/node/fileSystem';
import { countWork } from '../support/hostile/countWork';
import { hostileModels } from '../support/hostile/hostileModels';
import { tempFolder } from '../support/tempFolder';

const folder = tempFolder();
beforeAll(() => tf.setBackend('cpu'));

test('there are more than 100 hostile models, each of its own title', () => {
  const titles = new Set(hostileModels.map(({ title }) => title));
  expect(titles.size).toBe(hostileModels.length);
  expect(titles.size).toBeGreaterThan(100);
});

test.each(hostileModels)('$title: loads or is refused within bounds', async ({ json, weightBytes = 64 }) => {
  const text = json();
  await writeFile(join(folder.path, 'model.json'), text);
  await writeFile(join(folder.path, 'w.bin'), new Uint8Array(weightBytes));
  const before = tf.memory().numTensors;
  const { calls, weights, lookUps, bytes } = await countWork(async () => {
    const loaded = await loadModel(fileSystem(folder.path)).catch((error: unknown) => error);
    if (loaded instanceof tf.LayersModel) loaded.dispose();
    else {
      expect(loaded).toBeInstanceOf(ModelFormatError);
      expect((loaded as Error).message.length).toBeLessThanOrEqual(600);
    }
  });
  expect(tf.memory().numTensors).toBe(before);
  expect(calls).toBeLessThanOrEqual(131_072);
  expect(weights).toBeLessThanOrEqual(8192);
  expect(lookUps).toBeLessThanOrEqual(20 * (4096 + 16_384 + 131_072));
  expect(bytes).toBeLessThanOrEqual(4 * (text.length + weightBytes) + 2 ** 20);
});
