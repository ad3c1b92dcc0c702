import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import { loadModel } from 'msa-unet';
import { fileSystem, useBackend } from 'msa-unet/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { demoData, demoFolder, demoOptions, demoRecipe } from '../../docs/demo/demoNetwork';
import { quantized } from '../../docs/demo/quantized';
import { scoreNetwork } from '../../docs/demo/scoreNetwork';

const manifest = JSON.parse(readFileSync(`${demoFolder}/network.json`, 'utf8'));

describe('the network of the landing page', () => {
  let model: tf.LayersModel;

  beforeAll(async () => {
    await useBackend('wasm', { log: null });
    model = await loadModel(fileSystem(demoFolder));
  });
  afterAll(() => model.dispose());

  it('scores what its manifest says on the first patient that it has not seen', async () => {
    const { dice } = await scoreNetwork(model, { ...demoData.test, patients: 1 });
    expect(dice[0]).toBeCloseTo(manifest.test.dice[0], 3);
  });

  it('was trained with the settings of the script', () => {
    const { data, options, recipe } = manifest;
    expect({ data, options, recipe }).toEqual({ data: demoData, options: demoOptions, recipe: demoRecipe });
  });

  it('segments every unseen patient well', () => {
    expect(manifest.test.dice).toHaveLength(demoData.test.patients);
    expect(Math.min(...manifest.test.dice)).toBeGreaterThan(0.93);
  });

  it('takes Hounsfield units and gives probabilities of the same size', () => {
    const air = tf.fill([1, 128, 128, 1], -1000);
    const probabilities = model.predict(air) as tf.Tensor;
    expect(probabilities.shape).toEqual(air.shape);
    expect(probabilities.max().dataSync()[0]).toBeLessThan(0.5);
    tf.dispose([air, probabilities]);
  });

  it('is small to download', () => {
    const bytes = readdirSync(demoFolder).reduce((sum, file) => sum + statSync(join(demoFolder, file)).size, 0);
    expect(bytes).toBeLessThan(1e6);
  });
});

describe('quantized weights', () => {
  const saved = async (values: number[]): Promise<Float32Array> => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, useBias: false, inputShape: [values.length] })],
    });
    model.setWeights([tf.tensor2d(values, [values.length, 1])]);
    let loaded: tf.LayersModel | undefined;
    const handler: tf.io.IOHandler = {
      save: async (artifacts) => {
        expect((artifacts.weightData as ArrayBuffer).byteLength).toBe(2 * values.length);
        loaded = await loadModel(artifacts);
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      },
    };
    await model.save(quantized(handler));
    return loaded!.getWeights()[0]!.dataSync<'float32'>();
  };

  it('differ by at most half a step of 1/65535 of their range', async () => {
    const values = Array.from({ length: 500 }, (_, i) => 3 * Math.sin(i));
    const errors = (await saved(values)).map((value, i) => Math.abs(value - values[i]!));
    expect(Math.max(...errors)).toBeLessThan(0.5 * (6 / 65535) + 1e-6);
  });

  it('that are all equal stay what they are', async () => {
    expect(await saved([0.25, 0.25, 0.25])).toEqual(new Float32Array([0.25, 0.25, 0.25]));
  });
});
