import { expect, it } from 'vitest';

import { ResidualBlock, type ResidualBlockOptions } from '../../src/layers/residualBlock';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { countsOf, image, modelOf, outputOf, setWeights, tap } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, ResidualBlock, {
    options: { filters: 4, stride: 2, epsilon: 0.01, momentum: 0.9, seed: 5 },
    inputs: [[5, 6, 2]],
  });
  expectLayer(backend, ResidualBlock, {
    options: { filters: 3, stride: 1, epsilon: 0.01, momentum: 0.9, seed: 5 },
    inputs: [[4, 3, 3]],
  });

  it('adds the input, and takes the ReLU of the sum only', async () => {
    const block = new ResidualBlock({ name: 'block', filters: 1 });
    const model = modelOf(block, [[1, 3, 1]]);
    setWeights(block, { 'first/conv/kernel': tap(-1), 'second/conv/kernel': tap(-2) });
    expectClose(await outputOf(block, image([[1, -3, 2]])), [1, 0, 2], 1e-6); // −3 − 2 · 3 is below 0
    setWeights(block, { 'first/conv/kernel': tap(-1), 'second/conv/kernel': tap(2) });
    expectClose(await outputOf(block, image([[1, -3, 2]])), [1, 3, 2], 1e-6); // −3 + 2 · 3
    model.dispose();
  });

  it('with a stride takes every other pixel, from the first on, in both ways', async () => {
    const block = new ResidualBlock({ name: 'block', filters: 1, stride: 2 });
    const model = modelOf(block, [[1, 4, 1]]);
    setWeights(block, {
      'first/conv/kernel': tap(10, 1, 0), // the pixel on the left: PyTorch's zeros lie before the first
      'second/conv/kernel': tap(1),
      'shortcut/conv/kernel': [1],
    });
    expectClose(await outputOf(block, image([[1, 2, 3, 4]])), [1, 23], 1e-6);
    model.dispose();
  });
});

it.each([
  [3, 3, 1, 0],
  [3, 3, 2, 9],
  [2, 4, 1, 8],
])('from %i to %i channels at stride %i has a shortcut of %i weights', (channels, filters, stride, shortcut) => {
  const block = new ResidualBlock({ name: 'block', filters, stride });
  const model = modelOf(block, [[null, null, channels]]);
  const units = shortcut === 0 ? 2 : 3;
  expect(countsOf(block)).toEqual([
    9 * channels * filters + 9 * filters * filters + shortcut + units * 2 * filters,
    units * 2 * filters,
  ]);
  model.dispose();
});

it('has no bias', () => {
  const block = new ResidualBlock({ name: 'block', filters: 2, stride: 2 });
  const model = modelOf(block, [[4, 4, 1]]);
  expect(block.weights.filter(({ originalName }) => originalName.endsWith('bias'))).toEqual([]);
  model.dispose();
});

it.each<[ResidualBlockOptions, string]>([
  [{ filters: 0 }, '`filters` must be a positive integer; received 0'],
  [{ filters: 1, stride: 0.5 }, '`stride` must be a positive integer; received 0.5'],
  [{ filters: 1, epsilon: 0 }, '`epsilon` must be above 0 and at most 1; received 0'],
  [{ filters: 1, momentum: 2 }, '`momentum` must be from 0 to 1; received 2'],
  [{ filters: 1, seed: 0.5 }, '`seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new ResidualBlock(options)).toThrow(new RangeError(`ResidualBlock: ${message}`));
});
