import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { Augmentation, type AugmentationOptions, type AugmentationState } from '../../src/preprocess/augmentation';
import { forEachBackend } from '../support/backends';
import { memoryInUse } from '../support/leaks';

const off: AugmentationOptions = { crop: 0, horizontalFlip: false, verticalFlip: false, translate: 0 };

/** A 4×4 ramp. */
const ramp = Array.from({ length: 16 }, (_, i) => i);
const image = (values: ArrayLike<number>, batch = 1) => {
  const side = Math.sqrt(values.length / batch);
  return tf.tensor4d(Float32Array.from(values), [batch, side, side, 1]);
};
const noise = (batch: number, seed: number) =>
  tf.randomUniform([batch, 12, 12, 1], 0, 1, 'float32', seed) as tf.Tensor4D;
const thresholded = (x: tf.Tensor4D) => tf.tidy(() => x.greater(0.5).toFloat() as tf.Tensor4D);

/** Augments and reads; disposes all tensors. */
async function augmented(augmentation: Augmentation, x: tf.Tensor4D, y: tf.Tensor4D) {
  const out = augmentation.augment({ x, y });
  const values = [[...(await out.x.data())], [...(await out.y.data())]] as const;
  tf.dispose([x, y, out.x, out.y]);
  return { x: values[0], y: values[1] };
}

forEachBackend(() => {
  it('with all switched off changes nothing, bit by bit', async () => {
    const [x, y] = [noise(2, 1), thresholded(noise(2, 1))];
    const expected = { x: [...(await x.data())], y: [...(await y.data())] };
    expect(await augmented(new Augmentation(off), x, y)).toEqual(expected);
  });

  it.each([
    ['horizontalFlip', (i: number) => i - (i % 4) + 3 - (i % 4)],
    ['verticalFlip', (i: number) => 12 - (i - (i % 4)) + (i % 4)],
  ])('%s mirrors half of the images and leaves the others, both exactly', async (option, mirrored) => {
    const ramps = () => image(Array.from({ length: 32 }, () => ramp).flat(), 32);
    const { x, y } = await augmented(new Augmentation({ ...off, [option]: true }), ramps(), ramps());
    const flips = Array.from({ length: 32 }, (_, n) => {
      const own = x.slice(16 * n, 16 * n + 16);
      const flipped = own[0] !== 0;
      expect(own).toEqual(flipped ? ramp.map(mirrored) : ramp);
      return flipped;
    });
    expect(y).toEqual(x);
    expect(flips.filter(Boolean).length).toBeGreaterThan(8);
    expect(flips.filter(Boolean).length).toBeLessThan(24);
  });

  it('keeps masks in {0, 1}, and both values in them', async () => {
    const { y } = await augmented(new Augmentation({}, 2), noise(4, 2), thresholded(noise(4, 2)));
    expect(new Set(y)).toEqual(new Set([0, 1]));
  });

  it('takes image and mask from the same places: bilinear and nearest differ by half a pixel at most', async () => {
    const side = Array.from({ length: 20 }, (_, i) => i + 1);
    const grid = side.flatMap((row) => side.flatMap((column) => [row, column])); // from 1: 0 is outside
    const places = () => tf.tensor4d(Array.from({ length: 8 }, () => grid).flat(), [8, 20, 20, 2]);
    const { x, y } = await augmented(new Augmentation({}, 2), places(), places());
    const apart = x.map((place, i) => Math.abs(place - y[i]!));
    expect(Math.max(...apart)).toBeLessThanOrEqual(0.500001);
    expect(x.map((place) => place === 0)).toEqual(y.map((place) => place === 0));
    expect(new Set(y)).toEqual(new Set([0, ...side]));
  });

  it('swaps mirrored channels of masks in images with one flip, and in no others', async () => {
    const both = { ...off, horizontalFlip: true, verticalFlip: true };
    const corners = () => tf.tile(tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]), [64, 1, 1, 1]);
    const { x, y } = new Augmentation(both, 3).augment({ x: corners(), y: corners() }, [[0, 1]]);
    const [images, masks] = [await x.array(), await y.array()];
    const seen = images.map((image, n) => `${image.flat(2).join('')} ${masks[n]!.flat(2).join('')}`);
    expect([...new Set(seen)].sort()).toEqual([
      '12345678 12345678',
      '34127856 43218765', // left to right
      '56781234 65872143', // top to bottom
      '78563412 78563412',
    ]);
  });

  it('leaves nothing but its results behind', () => {
    const [x, y] = [noise(2, 1), noise(2, 2)];
    const augmentation = new Augmentation();
    const run = () => {
      const out = augmentation.augment({ x, y });
      tf.dispose([out.x, out.y]);
    };
    run();
    const before = memoryInUse();
    run();
    expect(memoryInUse()).toEqual(before);
    tf.dispose([x, y]);
  });

  it('gives the numbers of a 4×4 ramp worked by hand', async () => {
    // Seed 1, in pixels: rows cut to 1.4428…2.0034, flipped, moved by −0.5021; columns cut to 0.9268…3.3091, moved by 0.1990.
    // Centre 0.5 of the rows was at 4 − (0.5 + 0.5021) of the flipped 4 pixels: 1.4428 + 2.9979 · 0.5607 / 4 = 1.8630, that is
    // 1.3630 counted from the first centre, in pixel 1. The ramp is 4 · row + column.
    const rows = [1.362978, 1.222808, 1.082638];
    const columns = [0.606065, 1.201646, 1.797228, 2.392809];
    const { x, y } = await augmented(new Augmentation({ crop: 0.5, translate: 0.5 }, 1), image(ramp), image(ramp));
    const expected = [...rows.flatMap((row) => columns.map((column) => 4 * row + column)), 0, 0, 0, 0];
    expected.forEach((value, i) => {
      expect(x[i]).toBeCloseTo(value, 4);
    });
    expect(y).toEqual([5, 5, 6, 6, 5, 5, 6, 6, 5, 5, 6, 6, 0, 0, 0, 0]);
  });

  it('gives what cpu gives: masks bit by bit, images within rounding', async () => {
    const values = Float32Array.from({ length: 288 }, (_, i) => Math.sin(i * i) ** 2);
    const compute = () => augmented(new Augmentation({}, 3), image(values, 2), image(values.map(Math.round), 2));
    const received = await compute();
    const backend = tf.getBackend();
    await tf.setBackend('cpu');
    const expected = await compute();
    await tf.setBackend(backend);
    expect(received.y).toEqual(expected.y);
    expect(Math.max(...received.x.map((value, i) => Math.abs(value - expected.x[i]!)))).toBeLessThan(1e-6);
  });
});

describe('the random numbers', () => {
  const run = (augmentation: Augmentation) => augmented(augmentation, noise(2, 1), thresholded(noise(2, 1)));

  it('are those of the seed', async () => {
    expect(await run(new Augmentation({}, 5))).toEqual(await run(new Augmentation({}, 5)));
    expect(await run(new Augmentation({}, 6))).not.toEqual(await run(new Augmentation({}, 5)));
  });

  it('differ from image to image and from call to call', async () => {
    const augmentation = new Augmentation({}, 5);
    const twice = () => image([...ramp, ...ramp], 2);
    const first = await augmented(augmentation, twice(), twice());
    expect(first.x.slice(0, 16)).not.toEqual(first.x.slice(16));
    expect(await augmented(augmentation, twice(), twice())).not.toEqual(first);
  });

  it('go on from a saved state', async () => {
    const augmentation = new Augmentation({}, 5);
    await run(augmentation);
    const state: AugmentationState = JSON.parse(JSON.stringify(augmentation.getState()));
    const expected = await run(augmentation);
    const resumed = new Augmentation({}, 99);
    resumed.setState(state);
    expect(await run(resumed)).toEqual(expected);
  });

  it('do not depend on the number of images per call', async () => {
    const together = await run(new Augmentation({}, 5));
    const [x, y] = [noise(2, 1), thresholded(noise(2, 1))];
    const augmentation = new Augmentation({}, 5);
    const apart = [];
    for (const n of [0, 1]) {
      const one = (maps: tf.Tensor4D) => maps.slice([n, 0, 0, 0], [1, -1, -1, -1]);
      apart.push(await augmented(augmentation, one(x), one(y)));
    }
    tf.dispose([x, y]);
    expect(apart.flatMap((part) => part.x)).toEqual(together.x);
    expect(apart.flatMap((part) => part.y)).toEqual(together.y);
  });
});

describe('errors', () => {
  it.each([
    [{ crop: 0.6 }, 0, 'Augmentation: `crop` must be from 0 to 0.5; received 0.6'],
    [{ translate: Number.NaN }, 0, 'Augmentation: `translate` must be from 0 to 1; received NaN'],
    [{}, 0.5, 'Augmentation: `seed` must be an integer; received 0.5'],
  ])('%o and seed %s', (options, seed, message) => {
    expect(() => new Augmentation(options, seed)).toThrow(new RangeError(message));
  });

  const fails = (x: tf.Tensor, y: tf.Tensor, error: Error) =>
    expect(() => new Augmentation().augment({ x: x as tf.Tensor4D, y: y as tf.Tensor4D })).toThrow(error);

  it('a tensor that is no map', () => {
    const message = 'Augmentation: expected a map [batch, height, width, channels]; received [4,4,1]';
    fails(tf.zeros([1, 4, 4, 1]), tf.zeros([4, 4, 1]), new RangeError(message));
  });

  it('image and mask of different sizes', () => {
    const message =
      'Augmentation: `x` and `y` must have the same batch, height and width; received [1, 4, 4, 1] and [1, 4, 5, 1]';
    fails(tf.zeros([1, 4, 4, 1]), tf.zeros([1, 4, 5, 1]), new RangeError(message));
  });

  it('masks of integers', () => {
    const message = 'Augmentation: `y` must be a float32 tensor; received int32. Cast it: `y.toFloat()`';
    fails(tf.zeros([1, 4, 4, 1]), tf.zeros([1, 4, 4, 1], 'int32'), new RangeError(message));
  });

  it('a state that is none', () => {
    const message = 'Augmentation: `state` must be four whole numbers from 0 to 4294967295; received [1,2,3]';
    expect(() => new Augmentation().setState([1, 2, 3] as never)).toThrow(new RangeError(message));
  });
});
