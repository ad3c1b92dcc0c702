import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { PlainDecoder } from '../../src/layers/plainDecoder';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { countsOf, image, modelOf, outputOf, read, setWeights, tap } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, PlainDecoder, {
    options: { batchNorm: true, dropout: 0.3, l2: 0.1, convBias: false, momentum: 0.9, seed: 5 },
    inputs: [
      [4, 6, 2],
      [2, 3, 3],
    ],
  });
  expectLayer(backend, PlainDecoder, {
    options: { batchNorm: false, dropout: 0, l2: 0.1, seed: 5 },
    inputs: [
      [4, 6, 2],
      [2, 3, 3],
    ],
  });

  it('joins [up; skip] before its two units', async () => {
    const stage = new PlainDecoder({ name: 'stage' });
    const model = modelOf(stage, [
      [2, 2, 1],
      [1, 1, 1],
    ]);
    setWeights(stage, {
      'up/kernel': [1, 2, 3, 4],
      'up/bias': [0.5],
      'first/conv/kernel': tap(1).flatMap((weight) => [weight, 100 * weight]),
      'second/conv/kernel': tap(2),
    });
    const low = [
      [1, 2],
      [3, 4],
    ];
    const y = await outputOf(stage, [image(low), tf.ones([1, 1, 1, 1])]);
    expectClose(y, [2 * (1.5 + 100), 2 * (2.5 + 200), 2 * (3.5 + 300), 2 * (4.5 + 400)], 1e-6);
    model.dispose();
  });
});

it('has 4 Ch C + C + 9·2C·C + 9 C² + 6 C trainable and 4 C other parameters', () => {
  const stage = new PlainDecoder({ name: 'stage' });
  const model = modelOf(stage, [
    [null, null, 3],
    [null, null, 5],
  ]);
  expect(countsOf(stage)).toEqual([4 * 15 + 3 + 27 * 9 + 18, 12]);
  model.dispose();
});

it('without batch norm has 4 Ch C + C + 9·2C·C + 9 C² + 2 C parameters', () => {
  const stage = new PlainDecoder({ name: 'stage', batchNorm: false });
  const model = modelOf(stage, [
    [null, null, 3],
    [null, null, 5],
  ]);
  expect(countsOf(stage)).toEqual([4 * 15 + 3 + 27 * 9 + 6, 0]);
  model.dispose();
});

it('adds l2 times its squared 3×3 kernels to the loss, without that of `up`', async () => {
  const stage = new PlainDecoder({ name: 'stage', l2: 0.5 });
  const model = modelOf(stage, [
    [2, 2, 1],
    [1, 1, 1],
  ]);
  setWeights(stage, {
    'up/kernel': [1, 2, 3, 4],
    'first/conv/kernel': tap(1).flatMap((weight) => [weight, 2 * weight]),
    'second/conv/kernel': tap(3),
  });
  expect(await read(tf.tidy(() => tf.addN(model.calculateLosses())))).toEqual([0.5 * (1 + 4 + 9)]);
  model.dispose();
});

it('refuses maps of which one is not twice the other', () => {
  const shapes = [
    [6, 8, 2],
    [4, 4, 2],
  ];
  expect(() => modelOf(new PlainDecoder({ name: 'stage' }), shapes)).toThrow(
    new RangeError('PlainDecoder: the first map must be twice as high and wide as the second; received 6×8 and 4×4'),
  );
});

it.each([
  [{ dropout: 1 }, 'PlainDecoder: `dropout` must be from 0 to below 1; received 1'],
  [{ l2: -1 }, 'PlainDecoder: `l2` must be a number of at least 0; received -1'],
  [{ momentum: 2 }, 'PlainDecoder: `momentum` must be from 0 to 1; received 2'],
  [{ seed: 0.5 }, 'PlainDecoder: `seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new PlainDecoder(options)).toThrow(new RangeError(message));
});
