import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { runOperation } from '../../src/kernels/tensorflow/backend';
import { MSRB } from '../../src/layers/msrb';
import { forEachBackend } from '../support/backends';

/** Files in TensorFlow's memory that hold graphs. */
async function graphFiles(): Promise<string[]> {
  const [names] = runOperation('MatchingFiles', [tf.scalar('ram://msa-unet*/*', 'string')]);
  return Array.from((await names!.data<'string'>()) as string[]);
}

forEachBackend((name) => {
  const oneFile = async () => {
    const layer = new MSRB({ filters: 2, seed: 1 });
    for (const size of [8, 9, 10, 11, 12, 13, 14])
      for (let call = 0; call < 3; call++) tf.tidy(() => void layer.apply(tf.zeros([1, size, 8, 2])));
    expect(await graphFiles()).toEqual(['ram://msa-unet/saved_model.pb']);
    layer.dispose();
  };
  if (name === 'tensorflow') it('graphs of many sizes leave one file in memory', oneFile);

  it('predicts the same at a size whose graph has been dropped', async () => {
    const layer = new MSRB({ filters: 2, seed: 1 });
    const predict = () => tf.tidy(() => (layer.apply(tf.ones([1, 8, 8, 2])) as tf.Tensor).sum());
    const sums = [predict(), predict(), predict()];
    for (const size of [9, 10, 11, 12, 13]) tf.tidy(() => void layer.apply(tf.zeros([1, size, 8, 2])));
    sums.push(predict());
    const [first, ...others] = await Promise.all(sums.map(async (sum) => (await sum.data())[0]!));
    for (const other of others) expect(other).toBeCloseTo(first!, 5);
    tf.dispose(sums);
    layer.dispose();
  });
});
