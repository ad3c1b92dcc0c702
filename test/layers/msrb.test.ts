import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { MSRB } from '../../src/layers/msrb';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose, randomTensor } from '../support/gradients';
import { countsOf, image, modelOf, outputOf, setWeights, tap } from '../support/layers';

const noisy = () => randomTensor<tf.Tensor4D>([2, 8, 8, 2], 3);
const dropBlock = { blockSize: 3, keepProb: 0.8, perChannel: false, rampSteps: 4 };

forEachBackend((backend) => {
  expectLayer(backend, MSRB, {
    options: { filters: 3, dropBlock: { ...dropBlock, rampSteps: 0 }, convBias: false, momentum: 0.9, seed: 6 },
    inputs: [[6, 5, 2]],
  });

  it('is f1(x) + f1([f3(x); f3(f3(x))])', async () => {
    const block = new MSRB({ name: 'block', filters: 1, dropBlock: null });
    const model = modelOf(block, [[2, 3, 1]]);
    setWeights(block, {
      'shortcut/conv/kernel': [0.5],
      'single/conv/kernel': tap(1, 1, 0), // the pixel on the left
      'double1/conv/kernel': tap(2),
      'double2/conv/kernel': tap(3),
      'fuse/conv/kernel': [1, 10],
    });
    const y = await outputOf(
      block,
      image([
        [1, 2, -1],
        [-3, 4, 0],
      ]),
    );
    expectClose(y, [60.5, 122, 2, 0, 242, 4], 1e-6);
    model.dispose();
  });

  it.each([true, false])('is never negative (training %s)', async (training) => {
    const block = new MSRB({ name: 'block', filters: 3, seed: 1 });
    const y = await outputOf(block, noisy(), training);
    expect(Math.min(...y)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...y)).toBeGreaterThan(0);
    block.dispose();
  });
});

it.each([
  ['drops blocks in training by default', {}, true],
  ['drops nothing with dropBlock null', { dropBlock: null }, false],
])('%s', async (_, options, drops) => {
  const block = new MSRB({ name: 'block', filters: 1, seed: 1, ...options });
  const model = modelOf(block, [[32, 32, 1]]);
  setWeights(block, { 'shortcut/bn/beta': [5] }); // 5 wherever nothing is dropped
  expect((await outputOf(block, tf.ones([1, 32, 32, 1]), true)).includes(0)).toBe(drops);
  model.dispose();
});

it.each([
  [{}, { blockSize: 7, keepProb: 0.9, perChannel: true, rampSteps: 0 }],
  [dropBlock, dropBlock],
  [null, null],
])('saves the settings %o of DropBlock in full', (given, saved) => {
  expect(new MSRB({ filters: 2, dropBlock: given }).getConfig().dropBlock).toEqual(saved);
});

it("has 19 C C' + 11 C'² + 15 C' trainable and 10 C' other parameters", () => {
  const block = new MSRB({ name: 'block', filters: 5 });
  const model = modelOf(block, [[null, null, 3]]);
  expect(countsOf(block)).toEqual([19 * 3 * 5 + 11 * 25 + 15 * 5, 50]);
  model.dispose();
});

it.each([
  [{ filters: 0 }, 'MSRB: `filters` must be a positive integer; received 0'],
  [{ filters: 2, dropBlock: { keepProb: 0 } }, 'MSRB: `keepProb` must be above 0 and at most 1; received 0'],
  [{ filters: 2, dropBlock: { blockSize: 1.5 } }, 'MSRB: `blockSize` must be a positive integer; received 1.5'],
  [{ filters: 2, momentum: 1.5 }, 'MSRB: `momentum` must be from 0 to 1; received 1.5'],
  [{ filters: 2, seed: 0.5 }, 'MSRB: `seed` must be an integer or null; received 0.5'],
])('refuses %o', (options, message) => {
  expect(() => new MSRB(options)).toThrow(new RangeError(message));
});
