import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';

import { HUWindow } from '../../src/preprocess/huWindow';
import { windowHu } from '../../src/preprocess/windowHu';
import { forEachBackend } from '../support/backends';
import { expectLayer } from '../support/expectLayer';
import { outputOf } from '../support/layers';

forEachBackend((backend) => {
  expectLayer(backend, HUWindow, { options: { windowMin: -100, windowMax: 200 }, inputs: [[5, 3, 2]] });

  const whole = Float32Array.from({ length: 500 }, (_, i) => i - 225);

  it('equals windowHu at every HU of the window', async () => {
    const levels = (greys: Iterable<number>) => Array.from(greys, (grey) => Math.round(grey * 255));
    const out = await outputOf(new HUWindow(), tf.tensor4d(whole, [1, 50, 10, 1]));
    expect(levels(out)).toEqual(levels(windowHu(whole)));
    if (backend !== 'webgpu') expect(out).toEqual([...windowHu(whole)]);
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
