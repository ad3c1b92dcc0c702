import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { concatChannels } from '../../src/ops/concatChannels';
import { forEachBackend } from '../support/backends';
import { differentiate, randomValues, read } from '../support/gradients';
import { expectNoLeaks } from '../support/leaks';

const join = (...maps: tf.Tensor4D[]) => concatChannels(maps);
const maps = (...channels: number[]) => channels.map((c, i) => randomValues([2, 3, 5, c], i + 1));

forEachBackend(() => {
  describe('concatChannels', () => {
    it('puts the channels of every pixel in the order of the maps', async () => {
      const [joined] = await read(() =>
        join(tf.tensor4d([1, 2], [1, 2, 1, 1]), tf.tensor4d([3, 4, 5, 6], [1, 2, 1, 2])),
      );
      expect([...joined!]).toEqual([1, 3, 4, 2, 5, 6]);
    });

    it.each([[[8, 16]], [[3, 5, 1]], [[4, 6, 8, 2]], [[5]]])(
      'equals tf.concat for %j channels, and its gradient tf.split',
      async (channels) => {
        const inputs = maps(...channels);
        const { value, dy, gradients } = await differentiate(join, inputs);
        const [expected, ...parts] = await read(() => [
          tf.concat(
            inputs.map(({ values, shape }) => tf.tensor(values, shape)),
            3,
          ),
          ...tf.split(tf.tensor(dy.values, dy.shape), channels, 3),
        ]);
        expect(value).toEqual(expected);
        expect(gradients).toEqual(parts);
      },
    );

    it('adds up the gradients of a map that is joined to itself', async () => {
      const { dy, gradients } = await differentiate((x: tf.Tensor4D) => join(x, x), maps(2));
      const both = (i: number) => 4 * Math.floor(i / 2) + (i % 2);
      expect(gradients[0]).toEqual(
        Float32Array.from({ length: 60 }, (_, i) => dy.values[both(i)]! + dy.values[both(i) + 2]!),
      );
    });

    it('leaves no memory behind', () => {
      expectNoLeaks(join, maps(3, 4, 6));
    });

    it('refuses maps of different sizes', () => {
      expect(() => tf.tidy(() => join(tf.zeros([1, 2, 2, 3]), tf.zeros([1, 2, 3, 3])))).toThrow(/shape/i);
    });
  });
});
