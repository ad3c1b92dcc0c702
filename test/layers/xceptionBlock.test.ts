import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { XceptionBlock, type XceptionBlockOptions } from '../../src/layers/xceptionBlock';
import { useBackend } from '../../src/node/backends/useBackend';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { countsOf, image, modelOf, outputOf, read, setWeights, tap } from '../support/layers';

const common = { epsilon: 0.01, momentum: 0.9, seed: 5 };

forEachBackend((backend) => {
  expectLayer(backend, XceptionBlock, {
    options: { ...common, filters: [3, 4, 5], stride: 2, dilation: 1, shortcut: 'conv', tap: false },
    inputs: [[6, 8, 2]],
  });
  expectLayer(backend, XceptionBlock, {
    options: { ...common, filters: [3, 4, 3], stride: 1, dilation: 2, shortcut: 'identity' },
    inputs: [[5, 6, 3]],
  });
  expectLayer(backend, XceptionBlock, {
    options: { ...common, filters: [3, 4, 5], dilation: 2, shortcut: 'none' },
    inputs: [[5, 6, 2]],
  });
});

/** A block of one channel whose depthwise filters pass pixels on; the pointwise ones are 1, 1 and 10. */
function block(options: Partial<XceptionBlockOptions>) {
  const layer = new XceptionBlock({ name: 'block', filters: [1, 1, 1], ...options });
  const model = modelOf(layer, [[1, 3, 1]]);
  setWeights(layer, {
    'depthwise/conv/kernel': tap(1),
    'sep1/pointwise/conv/kernel': [1],
    'sep2/pointwise/conv/kernel': [-1],
    'sep3/pointwise/conv/kernel': [10],
    'shortcut/conv/kernel': [2],
    'sep2/pointwise/bn/beta': [3],
  });
  return { layer, model };
}

describe('XceptionBlock', () => {
  beforeAll(() => useBackend('wasm', { log: null }));

  // [1, 4, −2] → ReLU [1, 4, 0] → times −1 plus 3 [2, −1, 3] → ReLU, times 10 [20, 0, 30]
  it.each<[XceptionBlockOptions['shortcut'], number[]]>([
    ['conv', [22, 8, 26]],
    ['identity', [21, 4, 28]],
    ['none', [20, 0, 30]],
  ])('with shortcut %s adds that of the raw input', async (shortcut, expected) => {
    const { layer, model } = block({ shortcut });
    expectClose(await outputOf(layer, image([[1, 4, -2]])), expected, 1e-5);
    model.dispose();
  });

  it('taps what the second convolution gives, before any ReLU', async () => {
    const { layer, model } = block({ tap: true });
    const x = image([[1, 4, -2]]);
    const [y, low] = layer.apply(x) as tf.Tensor[];
    expectClose(await read(y!), [22, 8, 26], 1e-5);
    expectClose(await read(low!), [2, -1, 3], 1e-5);
    x.dispose();
    model.dispose();
  });

  it('taps at the full size, in front of the stride', () => {
    const layer = new XceptionBlock({ name: 'block', filters: [2, 3, 4], stride: 2, tap: true });
    const [y, low] = layer.apply(tf.input({ shape: [8, 6, 1] })) as tf.SymbolicTensor[];
    expect([y!.shape, low!.shape]).toEqual([
      [null, 4, 3, 4],
      [null, 8, 6, 3],
    ]);
    layer.dispose();
  });
});

it('has the parameters of three separable convolutions and a shortcut', () => {
  const layer = new XceptionBlock({ name: 'block', filters: [3, 4, 5] });
  const model = modelOf(layer, [[null, null, 2]]);
  const separable = (from: number, to: number) => 9 * from + 2 * from + from * to + 2 * to;
  expect(countsOf(layer)[0]).toBe(separable(2, 3) + separable(3, 4) + separable(4, 5) + 2 * 5 + 2 * 5);
  model.dispose();
});

it.each<[object, string]>([
  [{ filters: [1, 2] }, '`filters` must be three numbers; received [1,2]'],
  [{ filters: [1, 2, 0] }, '`filters` must be a positive integer; received 0'],
  [{ stride: 2, dilation: 2 }, '`dilation` must be 1 with a `stride` of 2; received 2'],
  [{ shortcut: 'sum' }, '`shortcut` must be one of conv, identity, none; received "sum"'],
])('refuses %o', (options, message) => {
  expect(() => new XceptionBlock({ filters: [2, 2, 2], ...options })).toThrow(
    new RangeError(`XceptionBlock: ${message}`),
  );
});

it.each([{ stride: 2 }, { filters: [2, 2, 3] as [number, number, number] }])(
  'refuses to add an input of another shape: %o',
  (options) => {
    const layer = new XceptionBlock({ filters: [2, 2, 2], shortcut: 'identity', ...options });
    expect(() => layer.apply(tf.input({ shape: [4, 4, 2] }))).toThrow(
      new RangeError(
        'XceptionBlock: `shortcut` must be conv where stride or channels change the shape; received "identity"',
      ),
    );
  },
);
