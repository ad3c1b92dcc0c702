import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { CeNetDecoder, type CeNetDecoderOptions } from '../../src/layers/ceNetDecoder';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { countsOf, image, modelOf, namesOf, outputOf, setWeights } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, CeNetDecoder, {
    options: { filters: 3, epsilon: 0.01, momentum: 0.9, seed: 5 },
    inputs: [[3, 4, 8]],
  });

  it('reduces, goes up as PyTorch does, expands, each with ReLU', async () => {
    const block = new CeNetDecoder({ name: 'dec', filters: 2, epsilon: 1e-3 });
    const model = modelOf(block, [[1, 2, 4]]);
    setWeights(block, {
      'reduce/conv/kernel': [1, 0, 0, 10],
      'up/conv/kernel': [1, 2, 3, 4, 5, 6, 7, 8, 9],
      'up/conv/bias': [-4],
      'expand/conv/kernel': [1, -1],
    });
    const x = tf.concat([image([[1, 0]]), image([[7, 7]]), image([[7, 7]]), image([[0, -1]])], 3);
    // reduced: 1 and relu(−10); up: [5 6 0 0; 8 9 0 0] − 4, cut at 0
    expectClose(
      await outputOf(block, x),
      [1, 2, 0, 0, 4, 5, 0, 0].flatMap((value) => [value, 0]),
      1e-6,
    );
    model.dispose();
  });
});

it('has a²/4 + 9 a²/16 + a c/4 weights, a bias and a normalisation for each convolution', () => {
  const block = new CeNetDecoder({ name: 'dec', filters: 3 });
  const model = modelOf(block, [[null, null, 8]]);
  expect(countsOf(block)).toEqual([16 + 36 + 6 + 3 * (2 + 2 + 3), 2 * (2 + 2 + 3)]);
  expect(namesOf(block.trainableWeights)).toEqual([
    ...['kernel', 'bias'].map((part) => `dec/reduce/conv/${part}`),
    ...['gamma', 'beta'].map((part) => `dec/reduce/bn/${part}`),
    ...['kernel', 'bias'].map((part) => `dec/up/conv/${part}`),
    ...['gamma', 'beta'].map((part) => `dec/up/bn/${part}`),
    ...['kernel', 'bias'].map((part) => `dec/expand/conv/${part}`),
    ...['gamma', 'beta'].map((part) => `dec/expand/bn/${part}`),
  ]);
  model.dispose();
});

it('refuses channels that have no quarter', () => {
  expect(() => modelOf(new CeNetDecoder({ name: 'dec', filters: 2 }), [[4, 4, 6]])).toThrow(
    new RangeError('CeNetDecoder: `channels` must be a multiple of 4; received 6'),
  );
});

it.each<[CeNetDecoderOptions, string]>([
  [{ filters: 0 }, '`filters` must be a positive integer; received 0'],
  [{ filters: 1, epsilon: 0 }, '`epsilon` must be above 0 and at most 1; received 0'],
  [{ filters: 1, momentum: 2 }, '`momentum` must be from 0 to 1; received 2'],
  [{ filters: 1, seed: 0.5 }, '`seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new CeNetDecoder(options)).toThrow(new RangeError(`CeNetDecoder: ${message}`));
});
