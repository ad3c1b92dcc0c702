import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { BilinearUpsampling, type BilinearUpsamplingOptions } from '../../src/layers/bilinearUpsampling';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { expectClose } from '../support/gradients';
import { image, modelOf, outputOf, read } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, BilinearUpsampling, {
    options: { factor: 3, grid: 'halfPixel' },
    inputs: [[3, 5, 2]],
  });
  expectLayer(backend, BilinearUpsampling, {
    options: { factor: 2, grid: 'asymmetric' },
    inputs: [[1, 4, 2]],
  });

  const row = () => image([[0, 1, 2, 3]]);

  it.each([
    ['halfPixel', [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3], [2, 2, 2, 2]],
    ['asymmetric', [0, 0.5, 1, 1.5, 2, 2.5, 3, 3], [1.5, 2, 2, 2.5]],
  ] as const)('on the grid %s makes [0, 1, 2, 3] %o, with the gradient %o of a row', async (grid, twice, gradient) => {
    const layer = new BilinearUpsampling({ grid });
    expectClose(await outputOf(layer, row()), [...twice, ...twice], 1e-6);
    const x = row();
    const dx = tf.grad((z) => layer.apply(z) as tf.Tensor)(x);
    expectClose(
      await read(dx),
      gradient.map((value) => 2 * value), // two rows
      1e-6,
    );
    x.dispose();
  });

  it('makes the first of two maps as large as the second', async () => {
    const layer = new BilinearUpsampling();
    const y = layer.apply([row(), tf.zeros([1, 3, 5, 7])]) as tf.Tensor;
    expect(y.shape).toEqual([1, 3, 5, 1]);
    expectClose((await read(y)).slice(0, 5), [0, 0.7, 1.5, 2.3, 3], 1e-6);
  });
});

it.each([
  [
    [null, null, 2],
    [null, null, 3],
    [null, null, null, 2],
  ],
  [
    [4, 4, 2],
    [7, 8, 3],
    [null, 7, 8, 2],
  ],
])('of two maps %o and %o infers %o', (x, like, shape) => {
  expect(modelOf(new BilinearUpsampling(), [x, like]).outputs[0]!.shape).toEqual(shape);
});

it.each<[BilinearUpsamplingOptions, string]>([
  [{ factor: 1.5 }, 'BilinearUpsampling: `factor` must be a positive integer; received 1.5'],
  [
    { grid: 'cubic' as 'halfPixel' },
    'BilinearUpsampling: `grid` must be one of halfPixel, asymmetric; received "cubic"',
  ],
])('refuses %o', (options, message) => {
  expect(() => new BilinearUpsampling(options)).toThrow(new RangeError(message));
});
