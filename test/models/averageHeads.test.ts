import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { predictPadded } from '../../src/inference/predictPadded';
import { averageHeads } from '../../src/models/averageHeads';
import { buildUnetPlusPlus, type UnetPlusPlusOptions } from '../../src/models/unetPlusPlus';
import { useBackend } from '../../src/node/backends/useBackend';
import { expectClose, randomTensor } from '../support/gradients';
import { read, shake } from '../support/layers';
import { expectSameWhenLoaded } from '../support/saved';

describe('averageHeads', () => {
  beforeAll(() => useBackend('wasm', { log: null }));

  const fourHeads = (options: UnetPlusPlusOptions = {}) => {
    const model = buildUnetPlusPlus([null, null, 1], { baseFilters: 1, deepSupervision: true, seed: 1, ...options });
    shake(model);
    return model;
  };

  it.each<[string, UnetPlusPlusOptions]>([
    ['probabilities', {}],
    ['the sigmoids of logits', { activation: 'linear' }],
    ['probabilities of three classes', { classes: 3 }],
    ['the softmax of three logits', { classes: 3, activation: 'linear' }],
  ])('gives the mean of %s', async (_, options) => {
    const model = fourHeads(options);
    const x = randomTensor([2, 16, 32, 1], 3);
    const expected = tf.tidy(() => {
      const heads = model.predict(x) as tf.Tensor[];
      const maps = heads.map((head) => {
        if (options.activation !== 'linear') return head;
        return options.classes === 3 ? tf.softmax(head) : tf.sigmoid(head);
      });
      return tf.mean(tf.stack(maps), 0);
    });
    const average = averageHeads(model);
    const y = average.predict(x) as tf.Tensor;
    expectClose(await read(y), await read(expected), 1e-6);
    x.dispose();
    average.dispose();
  });

  it('follows the training of the model it is made of', async () => {
    const model = fourHeads();
    const average = averageHeads(model);
    const x = randomTensor([1, 16, 16, 1], 3);
    const before = await read(average.predict(x) as tf.Tensor);
    const [kernel] = model.getLayer('head2').trainableWeights;
    tf.tidy(() => void kernel!.write(tf.ones(kernel!.shape as number[])));
    expect(await read(average.predict(x) as tf.Tensor)).not.toEqual(before);
    x.dispose();
    average.dispose();
  });

  it('loads in a fresh process', async () => {
    const average = averageHeads(fourHeads());
    await expectSameWhenLoaded(average);
    average.dispose();
  });

  it('takes images of any size by predictPadded', () => {
    const average = averageHeads(fourHeads());
    const x = tf.zeros<tf.Rank.R4>([1, 19, 40, 1]);
    expect(predictPadded(average, x).shape).toEqual([1, 19, 40, 1]);
    average.dispose();
  });

  it('is what predictPadded asks for', () => {
    const model = fourHeads();
    expect(() => predictPadded(model, tf.zeros([1, 19, 40, 1]))).toThrow(
      new RangeError(
        'predictPadded: expected a model with one output; "unetPlusPlus" has 4. Average its heads: `averageHeads(model)`, or prune it: `pruneUnetPlusPlus(model)`',
      ),
    );
    model.dispose();
  });

  it('refuses a model of one head', () => {
    const model = buildUnetPlusPlus([16, 16, 1], { baseFilters: 1 });
    expect(() => averageHeads(model)).toThrow(
      new RangeError(
        'averageHeads: expected a model with several heads; "unetPlusPlus" has one output. Build it with `deepSupervision`',
      ),
    );
    model.dispose();
  });
});
