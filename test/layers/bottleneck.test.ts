import { expect, it } from 'vitest';

import { Bottleneck } from '../../src/layers/bottleneck';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose, randomTensor } from '../support/gradients';
import { countsOf, modelOf, namesOf, outputOf, read, setWeights, tap } from '../support/layers';

const common = { filters: 2, epsilon: 0.01, momentum: 0.9, seed: 5 };

forEachBackend((backend) => {
  expectLayer(backend, Bottleneck, { options: { ...common, stride: 1, dilation: 2 }, inputs: [[5, 6, 8]] });
  expectLayer(backend, Bottleneck, { options: { ...common, stride: 2, dilation: 1 }, inputs: [[6, 8, 3]] });

  it('is the ReLU of the input plus three convolutions of it', async () => {
    const block = new Bottleneck({ name: 'block', filters: 1 });
    const model = modelOf(block, [[3, 4, 4]]);
    setWeights(block, {
      'reduce/conv/kernel': [1, 0, 0, -1],
      'spatial/conv/kernel': tap(2),
      'expand/conv/kernel': [1, 0, -3, 0.5],
    });
    const x = randomTensor([1, 3, 4, 4], 3);
    const values = await read(x.clone());
    const expected = values.map((value, i) => {
      const pixel = i - (i % 4);
      const inside = 2 * Math.max(0, values[pixel]! - values[pixel + 3]!);
      return Math.max(0, value + inside * [1, 0, -3, 0.5][i % 4]!);
    });
    expectClose(await outputOf(block, x), expected, 1e-5);
    model.dispose();
  });
});

it.each([
  ['stays', {}, 8, false],
  ['gets more channels', {}, 2, true],
  ['gets smaller', { stride: 2 }, 8, true],
])('has a convolution in the shortcut where the shape does not stay: %s', (_, options, channels, convolves) => {
  const block = new Bottleneck({ name: 'block', filters: 2, ...options });
  const model = modelOf(block, [[null, null, channels]]);
  const trunk = 2 * channels + 4 + 9 * 4 + 4 + 2 * 8 + 16;
  expect(countsOf(block)[0]).toBe(trunk + (convolves ? 8 * channels + 16 : 0));
  expect(namesOf(block.weights).includes('block/shortcut/conv/kernel')).toBe(convolves);
  model.dispose();
});

it.each<[object, string]>([
  [{ filters: 0 }, '`filters` must be a positive integer; received 0'],
  [{ stride: 2, dilation: 2 }, '`dilation` must be 1 with a `stride` of 2; received 2'],
  [{ seed: 0.5 }, '`seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new Bottleneck({ filters: 2, ...options })).toThrow(new RangeError(`Bottleneck: ${message}`));
});
