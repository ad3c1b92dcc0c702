import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { averageOverFlips, FLIPS, flip, flipsOf } from '../../src/utils/averageOverFlips';
import { forEachBackend } from '../support/backends';
import { randomTensor } from '../support/gradients';

forEachBackend(() => {
  describe('averageOverFlips', () => {
    it('turns back what it turns round, bit by bit', async () => {
      const x = randomTensor<tf.Tensor4D>([2, 5, 7, 3], 1);
      for (const axes of FLIPS) {
        const back = tf.tidy(() => flip(flip(x, axes), axes));
        expect(await back.data()).toEqual(await x.data());
        back.dispose();
      }
    });

    it('of a function that changes nothing is the image, bit by bit', async () => {
      const x = randomTensor<tf.Tensor4D>([2, 5, 7, 1], 2);
      expect(await averageOverFlips((images) => images.clone())(x).data()).toEqual(await x.data());
    });

    it('predicts the image as it is, left to right, top to bottom and both ways, in one batch', async () => {
      const batches: tf.Tensor4D[] = [];
      averageOverFlips((images) => {
        batches.push(tf.keep(images.clone())); // to be read when all is done: some backends answer later
        return images.clone();
      })(tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]));
      expect(batches.map(({ shape }) => shape)).toEqual([[4, 2, 2, 1]]);
      const views = await Promise.all(flipsOf(batches[0]!).map((view) => view.data()));
      tf.dispose(batches);
      expect(views.map((view) => [...view])).toEqual([
        [1, 2, 3, 4],
        [2, 1, 4, 3],
        [3, 4, 1, 2],
        [4, 3, 2, 1],
      ]);
    });

    it('averages what it has turned back', async () => {
      const ramp = tf.tensor4d([0, 4], [1, 1, 2, 1]);
      const mean = averageOverFlips((images) => images.mul(ramp))(tf.tensor4d([3, 5], [1, 1, 2, 1]));
      expect([...(await mean.data())]).toEqual([6, 10]); // (0 + 12) / 2, (20 + 0) / 2
    });

    it('swaps mirrored channels after one flip, and not after two, which are a rotation', async () => {
      const perView = tf.tensor4d([4, 0, 40, 0, 400, 0, 4000, 0], [4, 1, 1, 2]);
      const image = tf.zeros<tf.Rank.R4>([1, 1, 1, 1]);
      expect([...(await averageOverFlips(() => perView.clone(), [[0, 1]])(image).data())]).toEqual([1001, 110]);
      expect([...(await averageOverFlips(() => perView.clone())(image).data())]).toEqual([1111, 0]);
    });

    it('leaves no tensor behind but its value', () => {
      const x = randomTensor<tf.Tensor4D>([1, 4, 4, 1], 3);
      const before = tf.memory().numTensors;
      averageOverFlips((images) => images.mul(2))(x).dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});
