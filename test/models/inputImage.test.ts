import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { inputImage } from '../../src/models/inputImage';
import { loadModel } from '../../src/models/loadModel';
import { artifactsOf } from '../support/tinyModel';

const sides = { multiple: 8, atLeast: 16 };

it('checks known sides at once', () => {
  expect(() => inputImage('buildTest', [20, null, 1], sides)).toThrow(
    new RangeError(
      'buildTest: height and width must be divisible by 8 and at least 16; received 20×null. Pad to 24×null',
    ),
  );
});

it('checks open sides when data come, also in a model that was saved', async () => {
  const { image, checked } = inputImage('buildTest', [null, null, 1], sides);
  const model = tf.model({ inputs: image, outputs: checked });
  const loaded = await loadModel(await artifactsOf(model));
  const x = tf.zeros([1, 8, 16, 1]);
  expect(() => loaded.predict(x)).toThrow(
    new RangeError('input image: height and width must be divisible by 8 and at least 16; received 8×16. Pad to 16×16'),
  );
  x.dispose();
});

it('hands the image through', () => {
  const { image, checked } = inputImage('buildTest', [16, 24, 3], sides);
  expect([image.shape, checked.shape]).toEqual([
    [null, 16, 24, 3],
    [null, 16, 24, 3],
  ]);
});
