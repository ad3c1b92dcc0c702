import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { type BceDiceLossOptions, bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { binaryCrossEntropyLoss } from '../../src/losses/binaryCrossEntropyLoss';
import { diceLoss } from '../../src/losses/diceLoss';
import golden from '../golden/losses.json';
import { forEachBackend } from '../support/backends';
import { read } from '../support/gradients';

forEachBackend(() => {
  describe('losses from logits equal PyTorch', () => {
    it.each(Object.entries(golden.cases))('%s', async (_, { options, shape, yTrue, logits, losses, gradients }) => {
      const fromLogits = { fromLogits: true };
      const settings = { ...options, ...fromLogits } as BceDiceLossOptions;
      const { smooth, reduction } = settings;
      const ours = {
        bce: binaryCrossEntropyLoss(fromLogits),
        dice: diceLoss({ smooth, reduction, ...fromLogits }),
        bceDice: bceDiceLoss(settings),
      };
      for (const name of ['bce', 'dice', 'bceDice'] as const) {
        const [value, gradient] = await read(() => {
          const y = tf.tensor(yTrue, shape);
          const { value, grad } = tf.valueAndGrad((z: tf.Tensor) => ours[name](y, z))(tf.tensor(logits, shape));
          return [value, grad];
        });
        expect(value![0], name).toBeCloseTo(losses[name], 6);
        gradients[name].forEach((g, i) => {
          expect(gradient![i], `${name}, element ${i}`).toBeCloseTo(g, 6);
        });
      }
    });
  });
});
