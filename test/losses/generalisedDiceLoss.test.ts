import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { type GeneralisedDiceLossOptions, generalisedDiceLoss } from '../../src/losses/generalisedDiceLoss';
import { forEachBackend } from '../support/backends';
import { readNumber } from '../support/gradients';

const lossOf = (y: number[], p: number[], options: GeneralisedDiceLossOptions = {}, channels = 1) => {
  const shape = [1, 2, y.length / channels / 2, channels];
  return readNumber(() => generalisedDiceLoss(options)(tf.tensor(y, shape), tf.tensor(p, shape)));
};

forEachBackend(() => {
  describe('generalisedDiceLoss', () => {
    const mask = [1, 0, 1, 0, 1, 0, 0, 1]; // three pixels of background weigh 1/9 each, one of liver 1
    const undecided = new Array<number>(8).fill(0.5);

    it('weighs classes by the inverse square of their sizes', async () => {
      expect(await lossOf(mask, undecided, { smooth: 0 }, 2)).toBeCloseTo(0.625, 6);
      expect(await lossOf(mask, undecided, {}, 2)).toBeCloseTo(20 / 41, 6);
    });

    it('weighs a class that is absent like the smallest one', async () => {
      const withThird = [0, 2, 4, 6].flatMap((i) => [mask[i]!, mask[i + 1]!, 0]);
      const prediction = [0.4, 0.4, 0.2, 0.4, 0.4, 0.2, 0.4, 0.4, 0.2, 0.4, 0.4, 0.2];
      expect(await lossOf(withThird, prediction, { smooth: 0 }, 3)).toBeCloseTo(8 / 11, 6);
    });

    it('is finite, and punishes what is predicted, where nothing is in the mask', async () => {
      const empty = [0, 0, 0, 0];
      expect(await lossOf(empty, [0.5, 0.5, 0, 0])).toBeCloseTo(0.5, 6);
      expect(await lossOf(empty, empty)).toBeCloseTo(0, 6);
    });
  });
});
