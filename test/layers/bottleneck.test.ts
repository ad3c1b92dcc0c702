import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { Bottleneck } from '../../src/layers/bottleneck';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose, randomTensor } from '../support/gradients';
import { countsOf, modelOf, namesOf, outputOf, read, setWeights, tap } from '../support/layers';

const common = { filters: 2, epsilon: 0.01, momentum: 0.9, seed: 5 };

forEachBackend((backend) => {
  expectLayer(backend, Bottleneck, {
    options: { ...common, stride: 1, dilation: 2, shortcut: 'identity' },
    inputs: [[5, 6, 8]],
  });
  expectLayer(backend, Bottleneck, {
    options: { ...common, stride: 2, dilation: 1, shortcut: 'conv' },
    inputs: [[6, 8, 3]],
  });

  it('is the ReLU of the input plus three convolutions of it', async () => {
    const block = new Bottleneck({ name: 'block', filters: 1, shortcut: 'identity' });
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

it.each(['conv', 'identity'] as const)('with shortcut %s has the parameters of its convolutions', (shortcut) => {
  const block = new Bottleneck({ name: 'block', filters: 2, shortcut });
  const model = modelOf(block, [[null, null, 8]]);
  const trunk = 2 * 8 + 4 + 9 * 4 + 4 + 2 * 8 + 16;
  expect(countsOf(block)[0]).toBe(trunk + (shortcut === 'conv' ? 8 * 8 + 16 : 0));
  expect(namesOf(block.weights).includes('block/shortcut/conv/kernel')).toBe(shortcut === 'conv');
  model.dispose();
});

it.each([
  [{ stride: 2 }, 8],
  [{}, 6],
])('refuses to add an input of another shape: %o, %i channels', (options, channels) => {
  const block = new Bottleneck({ filters: 2, shortcut: 'identity', ...options });
  expect(() => block.apply(tf.input({ shape: [4, 4, channels] }))).toThrow(
    new RangeError(
      'Bottleneck: `shortcut` must be conv where stride or channels change the shape; received "identity"',
    ),
  );
});

it.each<[object, string]>([
  [{ filters: 0 }, '`filters` must be a positive integer; received 0'],
  [{ stride: 2, dilation: 2 }, '`dilation` must be 1 with a `stride` of 2; received 2'],
  [{ shortcut: 'none' }, '`shortcut` must be one of conv, identity; received "none"'],
  [{ seed: 0.5 }, '`seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new Bottleneck({ filters: 2, ...options })).toThrow(new RangeError(`Bottleneck: ${message}`));
});
