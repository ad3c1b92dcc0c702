import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import * as tf from '@tensorflow/tfjs';
import { type ModelName, modelNames } from 'msa-unet';
import { beforeAll, describe, expect, it } from 'vitest';

import { loadModel } from '../../src/models/loadModel';
import { useBackend } from '../../src/node/backends/useBackend';
import { fileSystem } from '../../src/node/fileSystem';
import { type Expected, lastVersion, setPlainWeights, summaryOf } from '../golden/lastVersion/contents';
import { expectClose } from '../support/gradients';

const expected: Expected = JSON.parse(readFileSync(lastVersion.expected, 'utf8'));

beforeAll(() => useBackend('wasm', { log: null }));

describe('a network that the last version saved', () => {
  it('predicts the same', async () => {
    const model = await loadModel(fileSystem(lastVersion.model));
    expectClose(await summaryOf(model), expected.model, 1e-5);
    model.dispose();
  });

  it.each(Object.keys(expected.networks) as ModelName[])('predicts the same: %s', async (name) => {
    const model = await loadModel(weightless(name));
    setPlainWeights(model);
    expectClose(await summaryOf(model), expected.networks[name]!, 1e-5);
    model.dispose();
  });

  it('is kept of every name', () => {
    expect(modelNames.filter((name) => expected.networks[name] === undefined)).toEqual([]);
  });
});

/** The saved wiring and names of weights; the weights are 0. */
function weightless(name: ModelName): tf.io.ModelArtifacts {
  const { modelTopology, weightSpecs } = JSON.parse(
    gunzipSync(readFileSync(`${lastVersion.networks}/${name}.json.gz`)).toString(),
  ) as Required<Pick<tf.io.ModelArtifacts, 'modelTopology' | 'weightSpecs'>>;
  const count = weightSpecs.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape), 0);
  return { modelTopology, weightSpecs, weightData: new ArrayBuffer(4 * count) };
}
