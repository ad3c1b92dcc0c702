import { readdirSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { GraphSession } from '../../src/graphs/graphSession';
import { MSRB } from '../../src/layers/msrb';
import { inTemporaryFolder } from '../../src/node/backends/inTemporaryFolder';
import { forEachBackend } from '../support/backends';
import { tempFolder } from '../support/tempFolder';

const temporary = tempFolder(); // of these tests alone: others may record graphs meanwhile
beforeEach(() => vi.stubEnv('TMPDIR', temporary.path));
afterEach(() => vi.unstubAllEnvs());
const left = () => readdirSync(temporary.path);

forEachBackend(() => {
  it('graphs of many sizes leave no file behind, and predict what the layer predicts', async () => {
    const layer = new MSRB({ filters: 2, seed: 1 });
    const predict = (height: number) => tf.tidy(() => (layer.apply(tf.ones([1, height, 8, 2])) as tf.Tensor).sum());
    for (const height of [8, 9, 10, 11, 12, 13, 8]) {
      const sums = [predict(height), predict(height), predict(height)]; // by itself, recorded, as a graph
      const [plain, ...others] = await Promise.all(sums.map(async (sum) => (await sum.data())[0]!));
      for (const other of others) expect(other).toBeCloseTo(plain!, 4);
      tf.dispose(sums);
    }
    expect(left()).toEqual([]);
    layer.dispose();
  });
});

it('a folder is removed when its graph cannot be loaded', () => {
  const session = new GraphSession(Uint8Array.of(1), (bytes) =>
    inTemporaryFolder(bytes, () => {
      throw new Error('no graph');
    }),
  );
  expect(() => session.run([], [], [])).toThrow('no graph');
  expect(left()).toEqual([]);
});
