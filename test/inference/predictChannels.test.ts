import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { resizeImage } from '../../src/data/resize';
import { type PredictVolumeOptions, predictVolume } from '../../src/inference/predictVolume';
import { addPreprocessing } from '../../src/models/addPreprocessing';
import { loadModel } from '../../src/models/loadModel';
import { predictSamples } from '../../src/training/predictSamples';
import { type PrepareSlicesOptions, prepareSlices } from '../../src/training/samples/prepareSlices';
import { forEachBackend } from '../support/backends';
import { memorySet, phantomScans, phantomVolumes } from '../support/phantomScans';
import { slicesOf } from '../support/scans';

const side = 24;
const [phantom] = phantomScans(1, { depth: 5, size: side });
const places = [0, 1, 2, 5, 6];
const scan = { ...phantomVolumes(phantom!).image, isUneven: true, slicePlaces: places };
const ct = {
  ...memorySet('set', [['a', phantom!]]).patients[0]!.scans[0]!,
  spacing: scan.spacing,
  slicePlaces: places,
};
const windows = [[-200, 250], [0, 150]] as const; // biome-ignore format: a list

/** A model whose channels all count, each differently. */
function mixing(channels: number): tf.LayersModel {
  const conv = tf.layers.conv2d({
    inputShape: [null, null, channels],
    ...({ filters: 1, kernelSize: 1, activation: 'sigmoid' } as const),
  });
  const model = tf.sequential({ layers: [conv] });
  const weights = Array.from({ length: channels }, (_, i) => 8 * (-0.7) ** i);
  const bias = -weights.reduce((sum, weight) => sum + weight, 0) / 2;
  tf.tidy(() => model.setWeights([tf.tensor(weights, [1, 1, channels, 1]), tf.tensor1d([bias])]));
  return model;
}

/** Voxels inside, by preparing slices as for training. */
async function byPreparing(model: tf.LayersModel, options: PrepareSlicesOptions): Promise<number[]> {
  const inside: number[] = [];
  for await (const { sample, probabilities } of predictSamples(model, prepareSlices(slicesOf(ct), options))) {
    const { data } = resizeImage({ ...sample, data: probabilities }, side, side);
    inside.push(...Array.from(data, (p) => Number(p > 0.5)));
  }
  return inside;
}

async function predict(model: tf.LayersModel, options: PredictVolumeOptions): Promise<number[]> {
  return [...(await predictVolume(model, scan, options)).data];
}

async function reloaded(model: tf.LayersModel): Promise<tf.LayersModel> {
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  return loadModel(tf.io.fromMemory(saved!));
}

forEachBackend(() => {
  describe('slices and windows as channels', () => {
    it.each<[number, PrepareSlicesOptions]>([
      [3, { context: 1 }],
      [5, { context: 2, clahe: null }],
      [3, { context: 1, contextMm: 4, clahe: null }],
      [2, { windows }],
      [6, { context: 1, contextMm: 3, windows, size: [16, 20] }],
      [1, { spacing: [2, 1.2], clahe: null }],
      [3, { spacing: [2, 1.2], context: 1 }],
    ])('are predicted as they are prepared for training: %i channels, %o', async (channels, options) => {
      const model = mixing(channels);
      const expected = await byPreparing(model, options);
      const count = expected.filter((label) => label === 1).length;
      expect(count).toBeGreaterThan(50);
      expect(count).toBeLessThan(expected.length - 50);
      for (const batchSize of [1, 3, 5]) expect(await predict(model, { ...options, batchSize })).toEqual(expected);
    });

    it('travel with a model of addPreprocessing, which takes Hounsfield units', async () => {
      const [network, clahe] = [mixing(6), { tileColumns: 2, tileRows: 3 }];
      const own = { windows, clahe, contextMm: 4, spacing: [2, 1.2] } as const;
      const model = await reloaded(addPreprocessing(network, own));
      expect(model.inputs[0]!.shape).toEqual([null, null, null, 3]);
      expect(await predict(model, {})).toEqual(await byPreparing(network, { ...own, context: 1 }));
      expect(await predict(model, { spacing: null, size: [16, 16], contextMm: null })).toEqual(
        await byPreparing(network, { windows, clahe, context: 1, size: [16, 16] }),
      );
    });

    it('are predicted in sliding windows, which give the same where the network sees one pixel', async () => {
      const options = { context: 1, windows, clahe: null } as const;
      const expected = await byPreparing(mixing(6), options);
      expect(await predict(mixing(6), { ...options, slidingWindow: { windowSize: [16, 10] } })).toEqual(expected);
    });
  });
});

describe('predictVolume', () => {
  it.each<[number, PredictVolumeOptions, string]>([
    [3, {}, 'the model takes 3 channels; `context` 0 with 1 window makes 1. Pass `context: 1` as in training, or'],
    [1, { context: 1 }, 'the model takes 1 channel; `context` 1 with 1 window makes 3. Pass `context: 0`'],
    [
      4,
      { windows: windows.slice(), context: 1 },
      'the model takes 4 channels; `context` 1 with 2 windows makes 6. Pass the',
    ],
    [1, { spacing: [1, 1], size: [8, 8] }, '`spacing` must be null with a `size`'],
    [1, { windows: [] }, '`windows` must be a list of bounds'],
  ])('refuses a model of %i channels with %o', async (channels, options, message) => {
    await expect(predictVolume(mixing(channels), scan, options)).rejects.toThrow(message);
  });

  it('refuses other windows for a model with its own preprocessing', async () => {
    await expect(predictVolume(addPreprocessing(mixing(1)), scan, { windows: windows.slice() })).rejects.toThrow(
      '`windows` must be left out for a model with its own preprocessing',
    );
  });

  it('refuses a model whose distances are broken', async () => {
    const model = addPreprocessing(mixing(3), { contextMm: 2 });
    model.setUserDefinedMetadata({ input: { contextMm: 'far', spacing: null } });
    await expect(predictVolume(model, scan)).rejects.toThrow('`model` must be without broken metadata');
  });
});

describe('addPreprocessing', () => {
  it('needs as many windows as divide the channels', () => {
    expect(() => addPreprocessing(mixing(3), { windows })).toThrow(
      'addPreprocessing: `windows` must be a divisor of the 3 channels of the model',
    );
  });
});
