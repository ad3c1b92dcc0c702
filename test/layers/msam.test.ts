import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { MSAM } from '../../src/layers/msam';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose, randomTensor } from '../support/gradients';
import { countsOf, image, modelOf, outputOf, read, setWeights, tap } from '../support/layers';

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** 1 everywhere but in the last corner, where it is 8. */
const peak = () =>
  image(Array.from({ length: 8 }, (_, y) => Array.from({ length: 8 }, (_, x) => (x + y === 14 ? 8 : 1))));

forEachBackend((backend) => {
  expectLayer(backend, MSAM, {
    options: { grid: 'asymmetric', convBias: false, momentum: 0.9, seed: 5 },
    inputs: [[5, 7, 2]],
  });

  it.each([
    [5, 7],
    [20, 12],
    [8, 8],
    [1, 1],
  ])('halves a map of %i×%i where the gate is all zero', async (height, width) => {
    const block = new MSAM({ name: 'block' });
    const model = modelOf(block, [[height, width, 2]]);
    setWeights(block, {});
    const x = randomTensor<tf.Tensor4D>([2, height, width, 2], 3);
    const half = await read(tf.mul(x, 0.5));
    expectClose(await outputOf(block, x), half, 1e-6);
    model.dispose();
  });

  it("gates by σ(f1(U(F2'))) with F2' = F2 + U(F4') and F4' = F4 + U(F8)", async () => {
    const block = new MSAM({ name: 'block' });
    const model = modelOf(block, [[8, 8, 1]]);
    setWeights(block, {
      'at8/conv/kernel': tap(1),
      'at4/conv/kernel': tap(2),
      'at2/conv/kernel': tap(3),
      'gate/kernel': [0.01],
      'gate/bias': [-0.5],
    });
    const y = await outputOf(block, peak());
    const first = 3 * (1 + 2 * (1 + 8)); // F2 = F4 = 1, F8 = 8
    const last = 3 * (8 + 2 * (8 + 8)); // F2 = F4 = F8 = 8
    expectClose([y[0]!, y[63]!], [sigmoid(0.01 * first - 0.5), 8 * sigmoid(0.01 * last - 0.5)], 1e-6);
    model.dispose();
  });
});

it('has 28 C² + 10 C trainable and 6 C other parameters', () => {
  const block = new MSAM({ name: 'block' });
  const model = modelOf(block, [[null, null, 3]]);
  expect(countsOf(block)).toEqual([28 * 9 + 30, 18]);
  model.dispose();
});

it('upsamples on the grid that it is told', async () => {
  const y = async (grid: 'halfPixel' | 'asymmetric') => {
    const block = new MSAM({ name: 'block', grid, seed: 1 });
    const values = await outputOf(block, randomTensor([1, 8, 8, 1], 3));
    block.dispose();
    return values;
  };
  expect(await y('halfPixel')).not.toEqual(await y('asymmetric'));
});

it.each([
  [{ grid: 'cubic' as 'halfPixel' }, 'MSAM: `grid` must be one of halfPixel, asymmetric; received "cubic"'],
  [{ momentum: -1 }, 'MSAM: `momentum` must be from 0 to 1; received -1'],
  [{ seed: Number.NaN }, 'MSAM: `seed` must be an integer or null; received NaN'],
])('refuses %o', (options, message) => {
  expect(() => new MSAM(options)).toThrow(new RangeError(message));
});
