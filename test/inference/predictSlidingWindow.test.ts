import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { predictPadded } from '../../src/inference/predictPadded';
import { predictSlidingWindow } from '../../src/inference/predictSlidingWindow';
import { addPreprocessing } from '../../src/models/addPreprocessing';
import { buildMsaUnet } from '../../src/models/msaUnet';
import { buildUnet } from '../../src/models/unet';
import { forEachBackend } from '../support/backends';
import { randomTensor } from '../support/gradients';
import { modelRuns } from '../support/modelRuns';
import { brightModel, meanModel } from '../support/pixelModels';

const grey = (batch: number, height: number, width: number) =>
  tf.tidy(() => randomTensor<tf.Tensor4D>([batch, height, width, 1], 1).abs<tf.Tensor4D>().minimum<tf.Tensor4D>(1));

async function expectClose(received: tf.Tensor, expected: tf.Tensor): Promise<void> {
  expect(received.shape).toEqual(expected.shape);
  const values = await expected.data();
  (await received.data()).forEach((value, i) => {
    expect(value).toBeCloseTo(values[i]!, 5);
  });
}

forEachBackend((name) => {
  describe('predictSlidingWindow', () => {
    it.each([0, 0.5, 0.8])('of a model that looks at single pixels is what it sees; overlap: %d', async (overlap) => {
      const x = grey(2, 13, 19);
      const expected = brightModel().predict(x) as tf.Tensor;
      await expectClose(predictSlidingWindow(brightModel([8, 8]), x, { overlap }), expected);
      await expectClose(predictSlidingWindow(brightModel(), x, { windowSize: [5, 19], overlap }), expected);
    });

    it('blends windows with the weights of a gaussian', async () => {
      const x = grey(1, 8, 12); // windows begin at columns 0 and 4
      const weight = (i: number) => (i >= 0 && i < 8 ? Math.exp(-((i - 3.5) ** 2) / 2) : 0); // sd 1 = 8 / 8
      const meanFrom = async (from: number) => (await x.slice([0, 0, from, 0], [1, 8, 8, 1]).mean().data())[0]!;
      const [left, right] = [await meanFrom(0), await meanFrom(4)];
      const values = await predictSlidingWindow(meanModel(8), x).data();
      for (let column = 0; column < 12; column++) {
        const [a, b] = [weight(column), weight(column - 4)];
        expect(values[3 * 12 + column]).toBeCloseTo((a * left + b * right) / (a + b), 5);
      }
    });

    it('lets windows end with a smaller image and pads them', async () => {
      const model = buildMsaUnet([32, 48, 1], { baseFilters: 1, seed: 1, dropBlock: null });
      const x = grey(1, 20, 48);
      await expectClose(predictSlidingWindow(model, x), predictPadded(model, x));
      expect(predictSlidingWindow(model, grey(1, 20, 60)).shape).toEqual([1, 20, 60, 1]);
    });

    it('preprocesses the whole image first', async () => {
      const hu = tf.tidy(() => grey(1, 16, 24).mul<tf.Tensor4D>(450).sub<tf.Tensor4D>(200));
      const expected = addPreprocessing(brightModel()).predict(hu) as tf.Tensor;
      await expectClose(predictSlidingWindow(addPreprocessing(brightModel()), hu, { windowSize: [8, 8] }), expected);
    });

    it('makes probabilities of logits before it blends them', async () => {
      const x = grey(1, 8, 12);
      const logits = brightModel([8, 8], 'linear');
      await expectClose(
        predictSlidingWindow(logits, x, { fromLogits: true }),
        predictSlidingWindow(brightModel([8, 8]), x),
      );
    });

    it('runs the model on batchSize windows at a time, of one image or of several', () => {
      const model = brightModel([8, 8]);
      const runs = modelRuns(model);
      predictSlidingWindow(model, grey(2, 16, 24), { batchSize: 4 }).dispose(); // 3 × 5 windows of each image
      expect(runs).toEqual([...Array.from({ length: 7 }, () => [4, 8, 8, 1]), [2, 8, 8, 1]]);
      runs.length = 0;
      predictSlidingWindow(model, grey(1, 12, 8), { batchSize: 99 }).dispose();
      expect(runs).toEqual([[2, 8, 8, 1]]);
    });

    it('gives the same numbers for every batchSize, bit by bit where the backend computes image by image', async () => {
      const model = buildUnet([16, 16, 1], { baseFilters: 1, seed: 1 });
      const x = grey(2, 24, 40);
      const one = predictSlidingWindow(model, x);
      for (const batchSize of [2, 7, 30]) {
        const several = predictSlidingWindow(model, x, { batchSize });
        await expectClose(several, one);
        if (name === 'cpu' || name === 'wasm') expect(await several.data()).toEqual(await one.data());
      }
    });

    it('holds no more memory at the last window than at the second', () => {
      const model = brightModel([8, 8]);
      const bytes: number[] = [];
      modelRuns(model, () => bytes.push(tf.memory().numBytes));
      predictSlidingWindow(model, grey(1, 40, 40), { batchSize: 3 }).dispose(); // 81 windows
      expect(bytes).toHaveLength(27);
      expect(new Set(bytes.slice(1)).size).toBe(1);
    });

    it('leaves no tensor behind but its value', () => {
      const model = brightModel([8, 8]);
      const x = grey(2, 13, 19);
      predictSlidingWindow(model, x).dispose();
      const before = tf.memory().numTensors;
      predictSlidingWindow(model, x).dispose();
      expect(tf.memory().numTensors).toBe(before);
    });

    it('refuses options that are not legal', () => {
      const x = grey(1, 8, 8);
      expect(() => predictSlidingWindow(brightModel(), x)).toThrow(
        new RangeError('predictSlidingWindow: `windowSize` must be given for a model of open sides; received null'),
      );
      expect(() => predictSlidingWindow(brightModel(), x, { windowSize: 8 as never })).toThrow(
        new RangeError(
          'predictSlidingWindow: `windowSize` must be [height, width]; received 8. Pass `windowSize: [8, 8]`',
        ),
      );
      expect(() => predictSlidingWindow(brightModel(), x, { windowSize: [8, 0] })).toThrow(
        new RangeError('predictSlidingWindow: `windowSize` must be a positive integer; received 0'),
      );
      expect(() => predictSlidingWindow(brightModel([8, 8]), x, { overlap: 1 })).toThrow(
        new RangeError('predictSlidingWindow: `overlap` must be at least 0 and below 1; received 1'),
      );
      expect(() => predictSlidingWindow(brightModel([8, 8]), x, { batchSize: 0 })).toThrow(
        new RangeError('predictSlidingWindow: `batchSize` must be a positive integer; received 0'),
      );
    });
  });
});
