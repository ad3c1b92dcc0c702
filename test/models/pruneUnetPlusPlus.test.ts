import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadModel } from '../../src/models/loadModel';
import { pruneUnetPlusPlus } from '../../src/models/pruneUnetPlusPlus';
import { buildUnet } from '../../src/models/unet';
import { buildUnetPlusPlus, type UnetPlusPlusOptions } from '../../src/models/unetPlusPlus';
import { useBackend } from '../../src/node/backends/useBackend';
import { randomTensor } from '../support/gradients';
import { countsOf, read, shake } from '../support/layers';
import { nightly } from '../support/nightly';
import { expectSameWhenLoaded } from '../support/saved';
import { artifactsOf } from '../support/tinyModel';

const levels = [1, 2, 3, 4] as const;

describe('pruneUnetPlusPlus', () => {
  beforeAll(() => useBackend('wasm', { log: null }));

  const fourHeads = (options: UnetPlusPlusOptions = {}) => {
    const model = buildUnetPlusPlus([null, null, 2], { baseFilters: 2, deepSupervision: true, seed: 1, ...options });
    shake(model);
    return model;
  };

  it.each(levels)('to level %i gives what that head of the whole network gives', async (level) => {
    const model = fourHeads();
    const x = randomTensor([2, 16, 32, 2], 3);
    const heads = await Promise.all((model.predict(x) as tf.Tensor[]).map(read));
    const pruned = pruneUnetPlusPlus(model, level);
    expect(await read(pruned.predict(x) as tf.Tensor)).toEqual(heads[level - 1]);
    x.dispose();
    pruned.dispose();
    model.dispose();
  });

  it.each(levels)('to level %i is saved and loaded by itself', async (level) => {
    const model = fourHeads();
    const pruned = pruneUnetPlusPlus(model, level);
    model.dispose();
    await expectSameWhenLoaded(pruned, { loader: level === 1 || nightly ? 'a fresh' : 'this' });
    pruned.dispose();
  });

  it('prunes a model that was saved and loaded, whatever it was built with', async () => {
    const options = { batchNorm: false, dropout: 0.5, l2: 1e-4, classes: 3, activation: 'linear' } as const;
    const model = await loadModel(await artifactsOf(fourHeads(options)));
    const x = randomTensor([1, 16, 16, 2], 3);
    const heads = await Promise.all((model.predict(x) as tf.Tensor[]).map(read));
    const pruned = pruneUnetPlusPlus(model, 2);
    expect(pruned.getLayer('x00').getConfig()).toMatchObject({ batchNorm: false, dropout: 0.5, l2: 1e-4 });
    expect(await read(pruned.predict(x) as tf.Tensor)).toEqual(heads[1]);
    pruned.dispose();
    model.dispose();
  });

  it('to level 2 is as small as one built with that depth, and takes multiples of 4', () => {
    const model = fourHeads();
    const pruned = pruneUnetPlusPlus(model, 2);
    const built = buildUnetPlusPlus([null, null, 2], { baseFilters: 2, depth: 2 });
    expect(countsOf(pruned)).toEqual(countsOf(built));
    const x = tf.zeros([1, 12, 4, 2]);
    expect((pruned.predict(x) as tf.Tensor).shape).toEqual([1, 12, 4, 1]);
    expect(() => model.predict(x)).toThrow('divisible by 16; received 12×4');
    for (const each of [x, pruned, built, model]) each.dispose();
  });

  it('has weights of its own', async () => {
    const model = fourHeads();
    const pruned = pruneUnetPlusPlus(model, 1);
    const x = randomTensor([1, 16, 16, 2], 3);
    const before = await read(pruned.predict(x) as tf.Tensor);
    model.dispose();
    expect(await read(pruned.predict(x) as tf.Tensor)).toEqual(before);
    pruned.dispose();
  });

  it('leaks nothing', () => {
    const before = tf.memory().numTensors;
    const model = fourHeads();
    pruneUnetPlusPlus(model, 3).dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('prunes a network of one head to its own level only', () => {
    const model = buildUnetPlusPlus([16, 16, 1], { baseFilters: 1 });
    expect(() => pruneUnetPlusPlus(model, 4)).not.toThrow();
    expect(() => pruneUnetPlusPlus(model, 2)).toThrow(
      new RangeError(
        'pruneUnetPlusPlus: `level` must be that of a head; received 2, and the model has head4. Build it with `deepSupervision`',
      ),
    );
    model.dispose();
  });

  it('refuses another network', () => {
    const model = buildUnet([16, 16, 1], { baseFilters: 1 });
    expect(() => pruneUnetPlusPlus(model, 2)).toThrow(
      new RangeError('pruneUnetPlusPlus: `model` must be made by buildUnetPlusPlus; received "unet"'),
    );
    model.dispose();
  });
});
