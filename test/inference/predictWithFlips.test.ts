import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { predictPadded } from '../../src/inference/predictPadded';
import { predictWithFlips } from '../../src/inference/predictWithFlips';
import { addPreprocessing } from '../../src/models/addPreprocessing';
import { buildUnet } from '../../src/models/unet';
import { applyClahe } from '../../src/preprocess/applyClahe';
import { windowHu } from '../../src/preprocess/windowHu';
import { forEachBackend } from '../support/backends';
import { randomTensor } from '../support/gradients';
import { modelRuns } from '../support/modelRuns';
import { brightModel, leftModel } from '../support/pixelModels';

const image = (values: number[], width = values.length) => tf.tensor4d(values, [1, values.length / width, width, 1]);
const numbers = async (x: tf.Tensor) => [...(await x.data())];

async function expectClose(received: tf.Tensor, expected: tf.Tensor): Promise<void> {
  expect(received.shape).toEqual(expected.shape);
  const values = await expected.data();
  (await received.data()).forEach((value, i) => {
    expect(value).toBeCloseTo(values[i]!, 5);
  });
}

forEachBackend(() => {
  describe('predictWithFlips', () => {
    it('averages the predictions of the four flips', async () => {
      // From the left: 0 1 2; from the right: 2 3 0
      expect(await numbers(predictWithFlips(leftModel(), image([1, 2, 3])))).toEqual([1, 2, 1]);
    });

    it('of an image turned round is the prediction turned round', async () => {
      const model = buildUnet([null, null, 1], { baseFilters: 1, seed: 1 });
      const x = randomTensor<tf.Tensor4D>([1, 32, 32, 1], 1);
      await expectClose(predictWithFlips(model, x.reverse([1, 2])), predictWithFlips(model, x).reverse([1, 2]));
    });

    it('pads images to sides that are legal for the model', async () => {
      const model = buildUnet([null, null, 1], { baseFilters: 1, seed: 1 });
      const x = randomTensor<tf.Tensor4D>([2, 30, 19, 1], 1);
      const views = [[], [1], [2], [1, 2]].map((axes) =>
        predictPadded(model, x.reverse(axes)).reverse<tf.Tensor4D>(axes),
      );
      await expectClose(predictWithFlips(model, x, { batchSize: 2 }), tf.addN(views).div(4));
    });

    it('turns round what the preprocessing of a model has made', async () => {
      const hu = Array.from({ length: 30 }, (_, i) => ((37 * i) % 450) - 200);
      const levels = applyClahe(
        Uint8Array.from(windowHu(hu), (share) => Math.round(255 * share)),
        5,
        6,
      );
      const grey = Array.from(levels, (level) => level / 255);
      const model = leftModel();
      await expectClose(
        predictWithFlips(addPreprocessing(model), image(hu, 6)),
        predictWithFlips(model, image(grey, 6)),
      );
    });

    it('makes probabilities of logits before it averages them', async () => {
      const x = image([0.1, 0.6, 0.9]);
      const sides: [null, null] = [null, null];
      const fromLogits = predictWithFlips(brightModel(sides, 'linear'), x, { fromLogits: true });
      await expectClose(fromLogits, predictWithFlips(brightModel(sides), x));
    });

    it('runs the model on batchSize flips at a time, of one image or of several', () => {
      const model = leftModel();
      const runs = modelRuns(model);
      predictWithFlips(model, image([1, 2, 3]), { batchSize: 4 });
      predictWithFlips(model, image([1, 2, 3]), { batchSize: 3 });
      predictWithFlips(model, image([1, 2, 3]));
      expect(runs.map(([batch]) => batch)).toEqual([4, 3, 1, 1, 1, 1, 1]);
    });

    it('leaves no tensor behind but its value', () => {
      const model = addPreprocessing(leftModel());
      const x = image([1, 2, 3, 4], 2);
      predictWithFlips(model, x).dispose();
      const before = tf.memory().numTensors;
      predictWithFlips(model, x).dispose();
      expect(tf.memory().numTensors).toBe(before);
    });

    it('refuses an image without a batch', () => {
      const flat: tf.Tensor = tf.zeros([4, 4, 1]);
      expect(() => predictWithFlips(leftModel(), flat as tf.Tensor4D)).toThrow(
        new RangeError(
          'predictWithFlips: `images` must be a tensor [batch, height, width, channels]; received [4,4,1]. Give one image a batch of its own: `image.expandDims(0)`',
        ),
      );
    });
  });
});
