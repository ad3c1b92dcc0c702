import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { clahe } from '../../src/ops/clahe';
import { applyClahe } from '../../src/preprocess/applyClahe';
import { Random } from '../../src/utils/random';
import { forEachBackend } from '../support/backends';
import { read } from '../support/layers';

/** Grey levels that fill a part of the range, as a soft tissue does. */
const levelsOf = (pixels: number, seed: number) => {
  const random = new Random(seed);
  return Uint8Array.from({ length: pixels }, (_, i) => 80 + 60 * random.uniform() + (i % 7));
};

forEachBackend((backend) => {
  const onGpu = backend === 'webgpu';

  describe('clahe', () => {
    it.each([
      { height: 16, width: 24, options: {} },
      { height: 31, width: 25, options: {} },
      { height: 20, width: 30, options: { clipLimit: 3, tileColumns: 5, tileRows: 7 } },
      { height: 16, width: 16, options: { clipLimit: 0, tileColumns: 2, tileRows: 2 } },
      { height: 3, width: 2, options: {} },
    ])('equals applyClahe for each image and channel: $height×$width, $options', async ({ height, width, options }) => {
      const planes = [1, 2, 3, 4].map((seed) => levelsOf(height * width, seed)); // two images of two channels
      const x = tf.tidy(() =>
        tf
          .tensor4d(
            planes.flatMap((plane) => Array.from(plane, (level) => level / 255)),
            [2, 2, height, width],
          )
          .transpose<tf.Tensor4D>([0, 2, 3, 1]),
      );
      const out = await read(tf.tidy(() => clahe(x, options).transpose([0, 3, 1, 2])));
      const expected = planes.flatMap((plane) => [...applyClahe(plane, height, width, options)]);
      const off = out.map((grey, i) => Math.abs(Math.round(grey * 255) - expected[i]!));
      expect(Math.max(...off)).toBeLessThanOrEqual(onGpu ? 1 : 0);
      x.dispose();
    });

    it('gives a gradient of zero', async () => {
      const x = tf.ones<tf.Rank.R4>([1, 8, 8, 1]);
      expect(await read(tf.tidy(() => tf.grad((z) => clahe(z as tf.Tensor4D))(x)))).toEqual(new Array(64).fill(0));
      x.dispose();
    });

    it('leaves no tensor behind but its result', () => {
      const x = tf.ones<tf.Rank.R4>([1, 9, 8, 1]);
      const before = tf.memory().numTensors;
      clahe(x).dispose();
      expect(tf.memory().numTensors).toBe(before);
      x.dispose();
    });
  });
});
