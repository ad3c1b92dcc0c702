import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { labelTable } from '../../src/data/labels/labelTable';
import { setModelLabels } from '../../src/data/labels/modelLabels';
import type { Volume } from '../../src/data/volume';
import { predictSlidingWindow } from '../../src/inference/predictSlidingWindow';
import { type PredictVolumeOptions, predictVolume } from '../../src/inference/predictVolume';
import { predictWithFlips } from '../../src/inference/predictWithFlips';
import { forEachBackend } from '../support/backends';
import { randomTensor } from '../support/gradients';
import { phantomScans, phantomVolumes } from '../support/phantomScans';
import { threeClassModel } from '../support/pixelModels';

const [phantom] = phantomScans(1, { depth: 1, size: 24 });
const { image: scan } = phantomVolumes(phantom!, { storedAs: 'RAI' });
const organs = labelTable({ liver: 6, spleen: 300 });
const lits = labelTable({ liver: [1, 2], tumour: 2 });

/** A scan of one row: HU from below to above the window. */
const row: Volume = { ...scan, data: Int16Array.of(-200, 0, 120, 250), shape: [1, 1, 4] };
const predictRow = (model: tf.LayersModel, options: PredictVolumeOptions = {}) =>
  predictVolume(model, row, { clahe: null, ...options });

/** A model of two regions: all above grey level 1/2, and all above `from` of it. */
function twoRegions(from = 0.8, activation: 'sigmoid' | 'linear' = 'sigmoid'): tf.LayersModel {
  const conv = tf.layers.conv2d({ inputShape: [null, null, 1], filters: 2, kernelSize: 1, activation });
  const model = tf.sequential({ layers: [conv] });
  tf.tidy(() => model.setWeights([tf.tensor4d([20, 20], [1, 1, 1, 2]), tf.tensor1d([-10, -20 * from])]));
  setModelLabels(model, lits);
  return model;
}

forEachBackend(() => {
  describe('predictVolume with labels', () => {
    it('writes the numbers of exclusive labels, with their names and colours', async () => {
      const mask = await predictRow(threeClassModel(), { labels: organs });
      expect([...mask.data]).toEqual([0, 6, 300, 300]);
      expect(mask.segments).toEqual(organs.labels.map(({ name, value, color }) => ({ name, value, color })));
      expect(mask.codes).toBeUndefined();
    });

    it('takes the labels that the model was trained with', async () => {
      const model = threeClassModel();
      setModelLabels(model, organs);
      expect([...(await predictRow(model)).data]).toEqual([0, 6, 300, 300]);
      expect([...(await predictRow(model, { labels: null })).data]).toEqual([0, 1, 2, 2]);
    });

    it('writes the later of two regions, and keeps both in codes', async () => {
      const mask = await predictRow(twoRegions());
      expect([...mask.data]).toEqual([0, 0, 1, 2]);
      expect(mask.codes).toEqual(Uint8Array.of(0, 0, 1, 3));
    });

    it('keeps a later region outside of the earlier one', async () => {
      const mask = await predictRow(twoRegions(0.3));
      expect([...mask.data]).toEqual([0, 2, 2, 2]);
      expect(mask.codes).toEqual(Uint8Array.of(0, 2, 3, 3));
    });

    it.each<PredictVolumeOptions>([{}, { flips: true }, { slidingWindow: { windowSize: [1, 3] } }])(
      'makes probabilities of the logits of each region, with %o',
      async (options) => {
        const mask = await predictRow(twoRegions(0.8, 'linear'), { ...options, fromLogits: true });
        expect(mask.codes).toEqual(Uint8Array.of(0, 0, 1, 3));
      },
    );

    it('keeps the largest component of each label', async () => {
      const data = Int16Array.of(250, -200, 250, 100, -200, 100, 100, 250);
      const longer = { ...row, data, shape: [1, 1, 8] as const };
      const mask = await predictVolume(twoRegions(), longer, { clahe: null, largestOnly: true });
      expect(mask.codes).toEqual(Uint8Array.of(2, 0, 0, 0, 0, 1, 1, 1)); // the first of equally large tumours
    });

    it('refuses labels of another number of channels', async () => {
      await expect(predictRow(threeClassModel(), { labels: labelTable({ liver: 1 }) })).rejects.toThrow(
        'predictVolume: `labels` must be a table for the 3 channels of the model; received liver, which need 1',
      );
    });
  });

  it('flipping a scan swaps its mirrored labels', async () => {
    const conv = tf.layers.conv2d({ inputShape: [null, null, 1], filters: 3, kernelSize: 3, padding: 'same' });
    const model = tf.sequential({ layers: [conv] });
    tf.tidy(() => model.setWeights([randomTensor([3, 3, 1, 3], 4), tf.zeros([3])]));
    setModelLabels(model, labelTable({ kidney_left: 1, kidney_right: 2 }));
    const predict = async (data: Int16Array) => {
      const options = { clahe: null, fromLogits: true, flips: true };
      const mask = await predictVolume(model, { ...row, data, shape: [1, 6, 8] }, options);
      return [...mask.data];
    };
    const leftToRight = <T>(pixels: ArrayLike<T>) => Array.from(pixels, (_, i) => pixels[i - (i % 8) + 7 - (i % 8)]!);
    const body = Int16Array.from({ length: 48 }, (_, i) => ((i * 37) % 451) - 200);
    const labels = await predict(body);
    expect(new Set(labels)).toEqual(new Set([0, 1, 2]));
    expect(await predict(Int16Array.from(leftToRight(body)))).toEqual(
      leftToRight(labels).map((label) => [0, 2, 1][label]),
    );
    expect(await predict(body.slice().reverse())).toEqual([...labels].reverse()); // both flips are a rotation
  });

  it('predictWithFlips and predictSlidingWindow know the regions of the model', async () => {
    const image = tf.tensor4d([0.2, 0.6, 0.9, 0.95], [1, 1, 4, 1]);
    const probabilities = tf.tidy(() => twoRegions().predict(image) as tf.Tensor4D);
    const expected = await probabilities.data();
    for (const predicted of [
      predictWithFlips(twoRegions(0.8, 'linear'), image, { fromLogits: true }),
      predictSlidingWindow(twoRegions(0.8, 'linear'), image, { fromLogits: true, windowSize: [1, 4] }),
    ]) {
      const values = await predicted.data();
      for (const [i, p] of values.entries()) expect(p).toBeCloseTo(expected[i]!, 6);
    }
  });
});
