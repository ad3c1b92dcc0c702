import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { HUWindow } from '../../src/preprocess/huWindow';
import { windowHu } from '../../src/preprocess/windowHu';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { outputOf } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, HUWindow, { options: { windowMin: -100, windowMax: 200 }, inputs: [[5, 3, 2]], rounds: true });

  expectLayer(backend, HUWindow, {
    options: { windows: [[-100, 200], [0, 50], [40, 1000]] }, // biome-ignore format: a list
    inputs: [[5, 3, 2]],
    rounds: true,
  });

  it('makes a channel of each window, first all of the first channel', async () => {
    const layer = new HUWindow({ windows: [[-200, 250], [0, 100]] }); // biome-ignore format: a list
    expect(layer.computeOutputShape([null, 4, 5, 3])).toEqual([null, 4, 5, 6]);
    const out = await outputOf(layer, tf.tensor4d([25, 100, -200, 250], [1, 2, 1, 2]));
    expect(out.map((grey) => Math.round(grey * 255))).toEqual([128, 64, 170, 255, 0, 0, 255, 255]);
  });

  const whole = Float32Array.from({ length: 500 }, (_, i) => i - 225);

  it('windows each image and channel alike', async () => {
    const hu = tf.tensor4d([-200, 25, 250, 100, -185, 0, 1200, -1024], [2, 2, 1, 2]);
    const levels = (await outputOf(new HUWindow(), hu)).map((grey) => Math.round(grey * 255));
    expect(levels).toEqual([0, 128, 255, 170, 8, 113, 255, 0]);
  });

  it('equals windowHu at every HU of the window', async () => {
    const levels = (greys: Iterable<number>) => Array.from(greys, (grey) => Math.round(grey * 255));
    const out = await outputOf(new HUWindow(), tf.tensor4d(whole, [1, 50, 10, 1]));
    expect(levels(out)).toEqual(levels(windowHu(whole)));
    if (backend !== 'webgpu') expect(out).toEqual([...windowHu(whole)]);
  });

  it.each([
    [-1024, 0],
    [-199, 1],
    [-185, 8],
    [-155, 26],
    [0, 113],
    [25, 128],
    [100, 170],
    [249, 254],
    [1200, 255],
  ])('makes of %i HU grey level %i', async (hu, level) => {
    expect(await outputOf(new HUWindow(), tf.tensor4d([hu], [1, 1, 1, 1]))).toEqual([Math.fround(level / 255)]);
  });

  it('takes whole numbers as well', async () => {
    const hu = tf.tensor4d([-1024, -185, 25, 1200], [1, 2, 2, 1], 'int32');
    expect((await outputOf(new HUWindow(), hu)).map((grey) => Math.round(grey * 255))).toEqual([0, 8, 128, 255]);
  });
});

it('refuses a window without width', () => {
  expect(() => new HUWindow({ windowMin: 250 })).toThrow(
    new RangeError('HUWindow: `windowMin` must be below `windowMax` (250); received 250'),
  );
});
