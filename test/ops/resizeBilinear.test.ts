import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { type BilinearGrid, resizeBilinear } from '../../src/ops/resizeBilinear';
import { forEachBackend } from '../support/backends';
import { differentiate, expectClose, expectGradients, randomTensor, randomValues, read } from '../support/gradients';
import { expectNoLeaks } from '../support/leaks';

type Size = [height: number, width: number];

const cases: { from: Size; to: Size }[] = [
  { from: [3, 5], to: [6, 10] },
  { from: [4, 3], to: [32, 24] },
  { from: [3, 4], to: [7, 5] },
  { from: [7, 5], to: [3, 4] },
  { from: [5, 3], to: [5, 9] },
  { from: [1, 4], to: [3, 1] },
];
const grids = [
  { grid: 'halfPixel', doubled: [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3], gradient: [2, 2, 2, 2] },
  { grid: 'asymmetric', doubled: [0, 0.5, 1, 1.5, 2, 2.5, 3, 3], gradient: [1.5, 2, 2, 2.5] },
] as const;
const resize = (to: Size, grid: BilinearGrid) => (x: tf.Tensor4D) => resizeBilinear(x, to, grid);
const stock = (to: Size, grid: BilinearGrid) => (x: tf.Tensor4D) =>
  tf.image.resizeBilinear(x, to, false, grid === 'halfPixel');

/** The gradient of any linear map of images: the transpose of what it makes of every single pixel. */
async function transposed(f: (x: tf.Tensor4D) => tf.Tensor, [height, width]: Size, dy: Float32Array, channels: number) {
  const pixels = height * width;
  const [seen] = await read(() => f(tf.eye(pixels).reshape([pixels, height, width, 1])));
  const out = seen!.length / pixels;
  const gradient = new Float64Array((dy.length / out) * pixels);
  for (let i = 0; i < gradient.length; i++) {
    const [c, pixel, image] = [i % channels, Math.floor(i / channels) % pixels, Math.floor(i / channels / pixels)];
    for (let o = 0; o < out; o++) gradient[i]! += seen![pixel * out + o]! * dy[(image * out + o) * channels + c]!;
  }
  return gradient;
}

forEachBackend(() => {
  describe.each(grids)('resizeBilinear on the $grid grid', ({ grid, doubled, gradient }) => {
    it(`makes ${doubled} of 0,1,2,3, with the gradient ${gradient} of the sum`, async () => {
      const [columns, rows, dColumns, dRows] = await read(() => {
        const ramp = tf.range(0, 4);
        const gradientOf = (f: (x: tf.Tensor4D) => tf.Tensor, x: tf.Tensor4D) =>
          tf.grad((x) => f(x as tf.Tensor4D).sum())(x);
        const [row, column] = [ramp.reshape<tf.Tensor4D>([1, 1, 4, 1]), ramp.reshape<tf.Tensor4D>([1, 4, 1, 1])];
        const [wider, taller] = [resize([1, 8], grid), resize([8, 1], grid)];
        return [wider(row), taller(column), gradientOf(wider, row), gradientOf(taller, column)];
      });
      expectClose(columns!, doubled, 1e-6);
      expectClose(rows!, doubled, 1e-6);
      expectClose(dColumns!, gradient, 1e-6);
      expectClose(dRows!, gradient, 1e-6);
    });

    it.each(cases)(
      'equals tf.image.resizeBilinear, and its gradient the transpose: $from to $to',
      async ({ from, to }) => {
        for (const channels of [3, 4]) {
          const x = randomValues([2, ...from, channels]);
          const { value, dy, gradients } = await differentiate(resize(to, grid), [x]);
          const [expected] = await read(() => stock(to, grid)(randomTensor(x.shape)));
          expectClose(value, expected!, 1e-5);
          expectClose(gradients[0]!, await transposed(stock(to, grid), from, dy.values, channels), 1e-5);
        }
      },
    );

    it('agrees with finite differences', async () => {
      await expectGradients(resize([7, 5], grid), [randomValues([2, 3, 4, 3])]);
    });

    it('leaves no memory behind', () => {
      expectNoLeaks(resize([7, 5], grid), [randomValues([2, 3, 4, 3])]);
    });
  });

  describe('resizeBilinear', () => {
    it('takes half pixels in its gradient too, which tf.image.resizeBilinear forgets', async () => {
      const x = randomValues([2, 4, 4, 2]);
      const { dy, gradients } = await differentiate(resize([8, 8], 'halfPixel'), [x]);
      const expected = await transposed(stock([8, 8], 'halfPixel'), [4, 4], dy.values, 2);
      const { gradients: ofStock } = await differentiate(stock([8, 8], 'halfPixel'), [x]);
      expectClose(gradients[0]!, expected);
      expect(Math.max(...ofStock[0]!.map((g, i) => Math.abs(g - expected[i]!)))).toBeGreaterThan(0.1);
    });

    it.each<[[number, number], string, string]>([
      [[8.5, 8], 'halfPixel', '`height` must be a positive integer; received 8.5'],
      [[8, 0], 'halfPixel', '`width` must be a positive integer; received 0'],
      [[8, 8], 'cubic', '`grid` must be one of halfPixel, asymmetric; received "cubic"'],
    ])('refuses the size %j on the grid %s', (size, grid, message) => {
      expect(() => tf.tidy(() => resizeBilinear(tf.ones([1, 4, 4, 1]), size, grid as BilinearGrid))).toThrow(
        new RangeError(`resizeBilinear: ${message}`),
      );
    });

    it('commutes with flips on the half-pixel grid', async () => {
      const [a, b] = await read(() => {
        const x = randomTensor<tf.Tensor4D>([1, 3, 4, 2]);
        const flip = (map: tf.Tensor4D) => tf.reverse(map, [1, 2]);
        return [resizeBilinear(flip(x), [7, 6]), flip(resizeBilinear(x, [7, 6]))];
      });
      expectClose(a!, b!, 1e-5);
    });
  });
});
