import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { predictPadded } from '../../src/inference/predictPadded';
import { buildMsaUnet } from '../../src/models/msaUnet';
import { useBackend } from '../../src/node/backends/useBackend';
import { randomTensor } from '../support/gradients';

const none: [number, number] = [0, 0];
const zerosBehind = (x: tf.Tensor4D, below: number, right: number) => x.pad([none, [0, below], [0, right], none]);

describe('predictPadded', () => {
  beforeAll(() => useBackend('wasm', { log: null }));
  const open = () => buildMsaUnet([null, null, 1], { baseFilters: 1, seed: 1, dropBlock: null });
  const image = (height: number, width: number) => randomTensor<tf.Tensor4D>([2, height, width, 1], 1);

  it('gives a mask of the size of the image', () => {
    expect(predictPadded(open(), image(37, 50)).shape).toEqual([2, 37, 50, 1]);
  });

  it('equals predict where the size is legal', () => {
    const model = open();
    const x = image(32, 48);
    expect(predictPadded(model, x).dataSync()).toEqual((model.predict(x) as tf.Tensor).dataSync());
  });

  it('equals predict on the image padded right and below with zeros', () => {
    const model = open();
    const x = image(33, 40);
    const padded = zerosBehind(x, 15, 8);
    const expected = (model.predict(padded) as tf.Tensor4D).slice([0, 0, 0, 0], [2, 33, 40, 1]);
    expect(predictPadded(model, x).dataSync()).toEqual(expected.dataSync());
  });

  it('pads to a larger multiple if asked', () => {
    const model = open();
    const x = image(40, 40);
    const padded = zerosBehind(x, 24, 24);
    const expected = (model.predict(padded) as tf.Tensor4D).slice([0, 0, 0, 0], [2, 40, 40, 1]);
    expect(predictPadded(model, x, { multiple: 64 }).dataSync()).toEqual(expected.dataSync());
  });

  it('pads small images to the fixed size of the model', () => {
    const model = buildMsaUnet([64, 64, 1], { baseFilters: 1, seed: 1 });
    expect(predictPadded(model, image(20, 64)).shape).toEqual([2, 20, 64, 1]);
  });

  it('leaves no tensor behind but the mask', () => {
    const model = open();
    const x = image(33, 33);
    predictPadded(model, x).dispose();
    const before = tf.memory().numTensors;
    predictPadded(model, x).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses an image that is larger than a model of fixed size', () => {
    const model = buildMsaUnet([32, 64, 1], { baseFilters: 1, seed: 1 });
    expect(() => predictPadded(model, image(33, 64))).toThrow(
      'predictPadded: the model takes images of height 32; received 33. Build the model with `null` sides, or resize the image',
    );
  });

  it('refuses a multiple that the model cannot halve', () => {
    expect(() => predictPadded(open(), image(40, 40), { multiple: 24 })).toThrow(
      'predictPadded: `multiple` must be a multiple of 16; received 24',
    );
  });

  it('refuses an image without a batch', () => {
    const flat: tf.Tensor = tf.zeros([40, 40, 1]);
    expect(() => predictPadded(open(), flat as tf.Tensor4D)).toThrow(
      new RangeError(
        'predictPadded: `images` must be a tensor [batch, height, width, channels]; received [40,40,1]. Give one image a batch of its own: `image.expandDims(0)`',
      ),
    );
  });
});
