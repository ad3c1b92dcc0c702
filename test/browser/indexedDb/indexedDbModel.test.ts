import 'fake-indexeddb/auto';

import * as tf from '@tensorflow/tfjs';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { buildUnet, loadModel, ModelFormatError, OptionError } from 'msa-unet';
import { indexedDbModel, indexedDbModels, removeIndexedDbModel } from 'msa-unet/browser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { withDatabase } from '../../../src/browser/indexedDb/database';
import { weightsOf } from './weightsOf';

const model = (seed = 1, baseFilters = 2) => buildUnet([16, 16, 1], { baseFilters, depth: 2, seed });

beforeEach(async () => {
  await tf.setBackend('cpu');
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('a saved model', () => {
  it('is loaded with the same weights, by loadModel and by tfjs', async () => {
    const saved = model();
    await saved.save(indexedDbModel('liver'));
    expect(weightsOf(await loadModel(indexedDbModel('liver')))).toEqual(weightsOf(saved));
    expect(weightsOf(await tf.loadLayersModel(indexedDbModel('liver')))).toEqual(weightsOf(saved));
  });

  it('replaces the one of the same name, and no other', async () => {
    await model(1).save(indexedDbModel('a'));
    await model(1).save(indexedDbModel('b'));
    await model(2, 3).save(indexedDbModel('a'));
    expect(weightsOf(await loadModel(indexedDbModel('a')))).toEqual(weightsOf(model(2, 3)));
    expect(weightsOf(await loadModel(indexedDbModel('b')))).toEqual(weightsOf(model(1)));
  });

  it('is larger than one part of the database', async () => {
    const kernel = tf.randomUniform([1, 1, 1, 6_000_000], 0, 1, 'float32', 7); // 24 MB
    const big = tf.sequential({
      layers: [tf.layers.conv2d({ inputShape: [1, 1, 1], filters: 6_000_000, kernelSize: 1, useBias: false })],
    });
    big.setWeights([kernel]);
    await big.save(indexedDbModel('big'));
    const copy = await loadModel(indexedDbModel('big'));
    expect(tf.equal(copy.getWeights()[0]!, kernel).all().dataSync()[0]).toBe(1);
  });

  it('is listed with its size, and can be removed', async () => {
    const before = new Date();
    const { modelArtifactsInfo } = await model().save(indexedDbModel('liver'));
    await model().save(indexedDbModel('another'));
    const [another, liver] = await indexedDbModels();
    expect([another!.name, liver!.name]).toEqual(['another', 'liver']);
    expect(liver!.bytes).toBe(4 * model().countParams());
    expect(liver!.saved).toEqual(modelArtifactsInfo.dateSaved);
    expect(liver!.saved >= before).toBe(true);
    await removeIndexedDbModel('another');
    await removeIndexedDbModel('never saved');
    expect((await indexedDbModels()).map(({ name }) => name)).toEqual(['liver']);
  });
});

describe('a save that fails', () => {
  it('leaves the previous model, and says that the storage is full', async () => {
    await model(1).save(indexedDbModel('liver'));
    const { put } = IDBObjectStore.prototype;
    let puts = 0;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (++puts === 2) throw new DOMException('full', 'QuotaExceededError');
      return put.call(this, value, key);
    });
    await expect(model(2).save(indexedDbModel('liver'))).rejects.toThrow(
      "indexedDbModel: the browser's storage for this site is full. Remove models or checkpoints that are no longer " +
        'needed (removeIndexedDbModel, removeIndexedDbCheckpoints), or free disk space',
    );
    expect(puts).toBe(2);
    expect(weightsOf(await loadModel(indexedDbModel('liver')))).toEqual(weightsOf(model(1)));
  });

  it('is refused for weights that are not finite, and leaves the previous model', async () => {
    await model(1).save(indexedDbModel('liver'));
    const broken = model(2);
    broken.setWeights(broken.getWeights().map((weight) => tf.fill(weight.shape, Number.NaN)));
    await expect(broken.save(indexedDbModel('liver'))).rejects.toThrow(
      /^indexedDbModel: "liver": the weight ".*" is not/,
    );
    expect(weightsOf(await loadModel(indexedDbModel('liver')))).toEqual(weightsOf(model(1)));
  });
});

describe('loading', () => {
  it('lists the models that there are if there is none of the name', async () => {
    await expect(loadModel(indexedDbModel('liver'))).rejects.toThrow(
      'indexedDbModel: there is no model "liver" in the database of this site; none has been saved',
    );
    await model().save(indexedDbModel('a'));
    await model().save(indexedDbModel('b'));
    const error = loadModel(indexedDbModel('liver'));
    await expect(error).rejects.toBeInstanceOf(OptionError);
    await expect(error).rejects.toThrow('there is no model "liver" in the database of this site; there are "a", "b"');
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['one bit has changed', (bytes) => bytes.map((byte, i) => (i === 5 ? byte ^ 1 : byte))],
    ['a byte is missing', (bytes) => bytes.slice(1)],
  ])('refuses a damaged model: %s', async (_, damage) => {
    await model().save(indexedDbModel('liver'));
    await withDatabase('test', async (database) => {
      const bytes = (await database.get('models', ['liver', 0, 1])) as Uint8Array;
      await database.put('models', damage(bytes), ['liver', 0, 1]);
    });
    const error = loadModel(indexedDbModel('liver'));
    await expect(error).rejects.toBeInstanceOf(ModelFormatError);
    await expect(error).rejects.toThrow('indexedDbModel: "liver": the saved model is damaged. Save it again');
  });

  it('needs a name', () => {
    expect(() => indexedDbModel('')).toThrow('indexedDbModel: `name` must be a text that is not empty; received ""');
  });
});
