import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { DoubleConv } from '../../src/layers/doubleConv';
import { Dropout } from '../../src/layers/dropout';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose, randomTensor } from '../support/gradients';
import { countsOf, image, modelOf, namesOf, outputOf, read, setWeights, tap } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, DoubleConv, {
    options: { filters: 3, batchNorm: true, dropout: 0.3, l2: 0.1, convBias: false, momentum: 0.9, seed: 5 },
    inputs: [[5, 4, 2]],
  });
  expectLayer(backend, DoubleConv, {
    options: { filters: 3, batchNorm: false, dropout: 0, l2: 0.1, seed: 5 },
    inputs: [[5, 4, 2]],
  });

  it.each([true, false])('is two 3×3 convolutions with ReLU in a row, batch norm %s', async (batchNorm) => {
    const stage = new DoubleConv({ name: 'stage', filters: 1, batchNorm });
    const model = modelOf(stage, [[1, 3, 1]]);
    setWeights(stage, { 'first/conv/kernel': tap(2), 'second/conv/kernel': tap(3, 1, 0) });
    expectClose(await outputOf(stage, image([[1, -2, 3]])), [0, 6, 0], 1e-6); // the pixel on the left, six times
    model.dispose();
  });
});

it("has 9 C C' + 9 C'² + 6 C' trainable and 4 C' other parameters", () => {
  const stage = new DoubleConv({ name: 'stage', filters: 5 });
  const model = modelOf(stage, [[null, null, 3]]);
  expect(countsOf(stage)).toEqual([9 * 15 + 9 * 25 + 30, 20]);
  model.dispose();
});

it("has 9 C C' + 9 C'² + 2 C' parameters without batch norm, of the same names", () => {
  const stage = new DoubleConv({ name: 'stage', filters: 5, batchNorm: false, dropout: 0.5 });
  const model = modelOf(stage, [[null, null, 3]]);
  expect(countsOf(stage)).toEqual([9 * 15 + 9 * 25 + 10, 0]);
  expect(namesOf(stage.weights)).toEqual([
    'stage/first/conv/kernel',
    'stage/first/conv/bias',
    'stage/second/conv/kernel',
    'stage/second/conv/bias',
  ]);
  model.dispose();
});

it.each([true, false])('drops behind each convolution, in training only, batch norm %s', async (batchNorm) => {
  const stage = new DoubleConv({ name: 'stage', filters: 8, batchNorm, dropout: 0.5, seed: 1 });
  const model = modelOf(stage, [[16, 16, 1]]);
  const drops = stage.parts.filter((part) => part instanceof Dropout);
  expect(drops.map(({ name, rate }) => [name, rate])).toEqual([
    ['first/drop', 0.5],
    ['second/drop', 0.5],
  ]);
  expect(drops[0]!.seed).not.toBe(drops[1]!.seed);
  const x = () => randomTensor([1, 16, 16, 1], 3);
  expect(await outputOf(stage, x())).toEqual(await outputOf(stage, x()));
  expect(await outputOf(stage, x(), true)).not.toEqual(await outputOf(stage, x(), true));
  model.dispose();
});

it.each([true, false])('adds l2 times its squared 3×3 kernels to the loss, batch norm %s', async (batchNorm) => {
  const stage = new DoubleConv({ name: 'stage', filters: 1, batchNorm, l2: 0.25 });
  const model = modelOf(stage, [[4, 4, 1]]);
  setWeights(stage, { 'first/conv/kernel': tap(2), 'second/conv/kernel': tap(4) });
  const penalty = tf.tidy(() => tf.addN(model.calculateLosses()));
  expect(await read(penalty)).toEqual([0.25 * (4 + 16)]);
  model.dispose();
});

it.each([
  [{ filters: -1 }, 'DoubleConv: `filters` must be a positive integer; received -1'],
  [{ filters: 2, dropout: 1 }, 'DoubleConv: `dropout` must be from 0 to below 1; received 1'],
  [{ filters: 2, l2: -1 }, 'DoubleConv: `l2` must be a number of at least 0; received -1'],
  [{ filters: 2, momentum: 2 }, 'DoubleConv: `momentum` must be from 0 to 1; received 2'],
  [{ filters: 2, seed: 0.5 }, 'DoubleConv: `seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new DoubleConv(options)).toThrow(new RangeError(message));
});
