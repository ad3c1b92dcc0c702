import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { loadModel } from '../../src/models/loadModel';
import { buildMsaUnet } from '../../src/models/msaUnet';

beforeAll(() => tf.setBackend('cpu'));

async function artifactsOf(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  return saved!;
}

/** Names that tfjs keeps: those that a task added to any map with numbers as values, without those that it deleted. */
async function keptNames(task: () => Promise<void>): Promise<Set<string>> {
  const kept = new Set<string>();
  const { set, delete: remove } = Map.prototype;
  Map.prototype.set = function (key, value) {
    if (typeof key === 'string' && typeof value === 'number') kept.add(key);
    return set.call(this, key, value);
  };
  Map.prototype.delete = function (key) {
    if (typeof key === 'string') kept.delete(key);
    return remove.call(this, key);
  };
  try {
    await task();
  } finally {
    Object.assign(Map.prototype, { set, delete: remove });
  }
  return kept;
}

describe('a loaded model', () => {
  it('keeps no names of weights after its disposal, and those of others stay unique', async () => {
    const original = buildMsaUnet([32, 32, 1], { baseFilters: 1 });
    const artifacts = await artifactsOf(original);
    const [first, second] = [await loadModel(artifacts), await loadModel(artifacts)];
    first.dispose();
    const loadAndDispose = async () => {
      const model = await loadModel(artifacts);
      const others = new Set([...original.weights, ...second.weights].map(({ name }) => name));
      expect(model.weights.some(({ name }) => others.has(name))).toBe(false);
      expect(model.weights.length).toBeGreaterThan(500);
      model.dispose();
    };
    await loadAndDispose();
    const kept = await keptNames(loadAndDispose);
    const bases = [...kept].filter((name) => !/_\d+$/.test(name)); // counted up, whatever their number
    expect(kept.size - bases.length).toBeLessThan(5);
    const again = await keptNames(loadAndDispose);
    expect([...again].filter((name) => !/_\d+$/.test(name)).length).toBe(bases.length);
    original.dispose();
    second.dispose();
  });

  it('is disposed of once, as before', async () => {
    const model = await loadModel(await artifactsOf(buildMsaUnet([32, 32, 1], { baseFilters: 1 })));
    expect(model.dispose()).toMatchObject({ refCountAfterDispose: 0, numDisposedVariables: model.weights.length });
    expect(() => model.dispose()).toThrow('already disposed');
  });
});
