import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { GraphSession } from '../../src/graphs/graphSession';
import { MSRB } from '../../src/layers/msrb';
import { inTemporaryFolder } from '../../src/node/backends/inTemporaryFolder';
import { forEachBackend } from '../support/backends';

const graphFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('msa-unet-graph-'));

forEachBackend(() => {
  it('graphs of many sizes leave no file behind, and predict what the layer predicts', async () => {
    const layer = new MSRB({ filters: 2, seed: 1 });
    const predict = (height: number) => tf.tidy(() => (layer.apply(tf.ones([1, height, 8, 2])) as tf.Tensor).sum());
    const before = graphFolders();
    for (const height of [8, 9, 10, 11, 12, 13, 8]) {
      const sums = [predict(height), predict(height), predict(height)]; // by itself, recorded, as a graph
      const [plain, ...others] = await Promise.all(sums.map(async (sum) => (await sum.data())[0]!));
      for (const other of others) expect(other).toBeCloseTo(plain!, 4);
      tf.dispose(sums);
    }
    expect(graphFolders()).toEqual(before);
    layer.dispose();
  });
});

it('a folder is removed when its graph cannot be loaded', () => {
  const before = graphFolders();
  const session = new GraphSession(Uint8Array.of(1), (bytes) =>
    inTemporaryFolder(bytes, () => {
      throw new Error('no graph');
    }),
  );
  expect(() => session.run([], [], [])).toThrow('no graph');
  expect(graphFolders()).toEqual(before);
});
