import type * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { AASPP } from '../../src/layers/aaspp';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose, randomTensor } from '../support/gradients';
import { countsOf, image, modelOf, outputOf, setWeights, tap } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, AASPP, {
    options: { width: 1, grid: 'asymmetric', convBias: false, momentum: 0.9, seed: 5 },
    inputs: [[4, 5, 2]],
  });

  it('reads 0, 2, 4 and 8 pixels away, attends to each, and fuses them in this order', async () => {
    const block = new AASPP({ name: 'block' });
    const model = modelOf(block, [[3, 20, 1]]);
    const right = tap(1, 1, 2);
    setWeights(block, {
      'rate1/conv/kernel': [1],
      'rate2/conv/kernel': right,
      'rate4/conv/kernel': right,
      'rate8/conv/kernel': right,
      'fuse/conv/kernel': [1, 2, 3, 4],
    });
    const zeros = new Array<number>(20).fill(0);
    const y = await outputOf(block, image([zeros, zeros.with(12, 1), zeros]));
    const row = zeros.with(12, 0.5).with(10, 1).with(8, 1.5).with(4, 2); // the gates are all ½
    expectClose(y, [...zeros, ...row, ...zeros], 1e-6);
    model.dispose();
  });
});

it('is never negative', async () => {
  const block = new AASPP({ name: 'block', seed: 1 });
  expect(Math.min(...(await outputOf(block, randomTensor<tf.Tensor4D>([1, 4, 4, 2], 1))))).toBeGreaterThanOrEqual(0);
  block.dispose();
});

it.each([
  [null, 8],
  [2, 2],
])('of width %o has f = %i in its count of parameters, and the channels of its input', (width, f) => {
  const block = new AASPP({ name: 'block', width });
  const model = modelOf(block, [[null, null, 8]]);
  const branches = 8 * f + 3 * 9 * 8 * f + 4 * 3 * f + 4 * (28 * f * f + 10 * f);
  expect(countsOf(block)).toEqual([branches + 4 * f * 8 + 24, 32 * f + 16]);
  expect(model.outputs[0]!.shape).toEqual([null, null, null, 8]);
  model.dispose();
});

it('with f = C has 144 C² + 55 C trainable parameters', () => {
  const block = new AASPP({ name: 'block' });
  const model = modelOf(block, [[null, null, 3]]);
  expect(countsOf(block)[0]).toBe(144 * 9 + 55 * 3);
  model.dispose();
});

it.each([
  [{ width: 0 }, 'AASPP: `width` must be a positive integer; received 0'],
  [{ grid: 'cubic' as 'halfPixel' }, 'AASPP: `grid` must be one of halfPixel, asymmetric; received "cubic"'],
  [{ momentum: 2 }, 'AASPP: `momentum` must be from 0 to 1; received 2'],
  [{ seed: 1e300 }, 'AASPP: `seed` must be an integer or null, between -2^53 and 2^53; received 1e+300'],
])('refuses %o', (options, message) => {
  expect(() => new AASPP(options)).toThrow(new RangeError(message));
});
