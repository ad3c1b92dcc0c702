import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { DeepLabDecoder } from '../../src/layers/deepLabDecoder';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { countsOf, image, modelOf, outputOf, setWeights } from '../support/layers';

const common = { filters: 3, epsilon: 0.01, momentum: 0.9, seed: 4 };

forEachBackend((backend) => {
  for (const separable of [true, false])
    expectLayer(backend, DeepLabDecoder, {
      options: { ...common, separable },
      inputs: [
        [6, 8, 2],
        [3, 2, 4],
      ],
    });

  it('joins the resized deeper map and the low-level one, in this order', async () => {
    const decoder = new DeepLabDecoder({ name: 'dec', filters: 1, epsilon: 1e-3 });
    const model = modelOf(decoder, [
      [1, 4, 1],
      [1, 2, 1],
    ]);
    const centre = (...values: number[]) =>
      Array.from({ length: 9 }, (_, t) => values.map((v) => (t === 4 ? v : 0))).flat();
    setWeights(decoder, { 'first/conv/kernel': centre(100, 1), 'second/conv/kernel': centre(1) });
    const y = await outputOf(decoder, [image([[1, 2, 3, 4]]), image([[4, 8]])]);
    expectClose(y, [401, 502, 703, 804], 1e-5);
    model.dispose();
  });
});

it.each([
  [false, 9 * 5 * 4 + 8 + 9 * 16 + 8],
  [true, 45 + 10 + 20 + 8 + 36 + 8 + 16 + 8],
])('with separable %s has %i parameters', (separable, expected) => {
  const decoder = new DeepLabDecoder({ name: 'dec', filters: 4, separable });
  const model = modelOf(decoder, [
    [null, null, 2],
    [null, null, 3],
  ]);
  expect(countsOf(decoder)[0]).toBe(expected);
  model.dispose();
});

it('refuses one map', () => {
  expect(() => new DeepLabDecoder({ name: 'dec' }).apply(tf.input({ shape: [4, 4, 1] }))).toThrow(
    new RangeError('DeepLabDecoder "dec": `inputs` must be 2 maps; received 1'),
  );
});

it.each<[object, string]>([
  [{ filters: 1.5 }, '`filters` must be a positive integer; received 1.5'],
  [{ momentum: 2 }, '`momentum` must be from 0 to 1; received 2'],
])('refuses %o', (options, message) => {
  expect(() => new DeepLabDecoder(options)).toThrow(new RangeError(`DeepLabDecoder: ${message}`));
});
