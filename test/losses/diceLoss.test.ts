import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { describe, expect, it } from 'vitest';

import { type DiceLossOptions, diceLoss } from '../../src/losses/diceLoss';
import { forEachBackend } from '../support/backends';
import { read, readNumber } from '../support/gradients';

const map = (values: number[], images = 1) => tf.tensor(values, [images, 2, 2, values.length / images / 4]);
const dice = (y: number[], p: number[], options?: DiceLossOptions, images = 1) =>
  readNumber(() => diceLoss(options)(map(y, images), map(p, images)));
const gradientOf = async (y: number[], p: number[]) => {
  const [gradient] = await read(() => tf.grad((x: tf.Tensor) => diceLoss()(map(y), x))(map(p)));
  return gradient!;
};

forEachBackend(() => {
  describe('diceLoss', () => {
    it.each([
      { y: [1, 0, 1, 0], p: [0.5, 0.5, 0.5, 0.5], plain: 0.5, smooth: 0.4 },
      { y: [1, 0, 1, 0], p: [0.9, 0.2, 0.6, 0.1], plain: 0.210526, smooth: 0.166667 },
      { y: [0, 0, 0, 0], p: [0.1, 0.1, 0.1, 0.1], plain: 1, smooth: 0.285714 },
      { y: [0, 0, 0, 0], p: [0, 0, 0, 0], plain: Number.NaN, smooth: 0 },
    ])('is $plain without and $smooth with smoothing for y = $y and p = $p', async ({ y, p, plain, smooth }) => {
      const withoutSmoothing = await dice(y, p, { smooth: 0 });
      if (Number.isNaN(plain)) expect(withoutSmoothing).toBeNaN();
      else expect(withoutSmoothing).toBeCloseTo(plain, 6);
      expect(await dice(y, p)).toBeCloseTo(smooth, 6);
    });

    it('has the gradient −0.28 where y = 1 and +0.12 where y = 0, at p = 0.5', async () => {
      const gradient = await gradientOf([1, 0, 1, 0], [0.5, 0.5, 0.5, 0.5]);
      [-0.28, 0.12, -0.28, 0.12].forEach((g, i) => {
        expect(gradient[i]).toBeCloseTo(g, 6);
      });
    });

    it('takes the sums over the batch, or over each image', async () => {
      const y = [1, 1, 1, 1, 0, 0, 0, 1];
      const p = [0.9, 0.9, 0.9, 0.9, 0.2, 0.2, 0.2, 0.4];
      expect(await dice(y, p, {}, 2)).toBeCloseTo(0.150943, 6);
      expect(await dice(y, p, { reduction: 'image' }, 2)).toBeCloseTo(0.223256, 6);
    });

    it.each([
      { y: [1, 0, 1, 0], p: [0, 0, 0, 0] },
      { y: [1, 0, 1, 0], p: [1, 1, 1, 1] },
      { y: [0, 0, 0, 0], p: [0, 0, 0, 0] },
      { y: [1, 1, 1, 1], p: [1, 1, 1, 1] },
    ])('has a finite gradient, not 0, for y = $y and p = $p', async ({ y, p }) => {
      for (const g of await gradientOf(y, p)) {
        expect(Math.abs(g)).toBeGreaterThan(0.05);
        expect(Math.abs(g)).toBeLessThan(2);
      }
    });

    it('is the mean over the classes without class 0', async () => {
      const y = [1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1];
      const p = [0.8, 0.1, 0.1, 0.2, 0.6, 0.2, 0.3, 0.4, 0.3, 0.1, 0.1, 0.8];
      const first = 1 - (2 * 1.0 + 1) / (1.2 + 2 + 1);
      const second = 1 - (2 * 0.8 + 1) / (1.4 + 1 + 1);
      expect(await dice(y, p)).toBeCloseTo((first + second) / 2, 6);
    });
  });
});

describe('diceLoss', () => {
  it('adds up a map of the paper’s size to six digits, small probabilities included, on wasm', async () => {
    await tf.setBackend('wasm');
    const shape = [6, 512, 512, 1] as [number, number, number, number];
    const tissue = tf.zeros(shape).slice([0, 0, 0, 0], [6, 512, 400, 1]);
    const y = tf.concat([tissue, tf.ones([6, 512, 112, 1])], 2);
    const p = y.mul(0.9).add(0.003);
    const [sumY, sumP, sumPY] = [6 * 512 * 112, 6 * 512 * (112 * 0.903 + 400 * 0.003), 6 * 512 * 112 * 0.903];
    expect(diceLoss()(y, p).dataSync()[0]).toBeCloseTo(1 - (2 * sumPY + 1) / (sumP + sumY + 1), 5);
    tf.dispose([tissue, y, p]);
  });

  it('refuses options that are not legal', () => {
    expect(() => diceLoss({ smooth: -1 })).toThrow(
      new RangeError('diceLoss: `smooth` must be a number of at least 0; received -1'),
    );
    expect(() => diceLoss({ smooth: Number.NaN })).toThrow(
      'diceLoss: `smooth` must be a number of at least 0; received NaN',
    );
    expect(() => diceLoss(JSON.parse('{ "reduction": "sum" }'))).toThrow(
      new RangeError('diceLoss: `reduction` must be one of batch, image; received "sum"'),
    );
  });
});
