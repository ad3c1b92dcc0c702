import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';

import { type BceDiceLossOptions, bceDiceLoss } from '../../src/losses/bceDiceLoss';
import { binaryCrossEntropyLoss } from '../../src/losses/binaryCrossEntropyLoss';
import { diceLoss } from '../../src/losses/diceLoss';
import golden from '../golden/losses.json';

const cases = Object.entries(golden.cases);

describe.each(['cpu', 'wasm'])('losses from logits equal PyTorch on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  it.each(cases)('%s', (_, { options, shape, yTrue, logits, losses, gradients }) => {
    const settings = { ...options, fromLogits: true } as BceDiceLossOptions;
    const ours = { bce: binaryCrossEntropyLoss(settings), dice: diceLoss(settings), bceDice: bceDiceLoss(settings) };
    const y = tf.tensor(yTrue, shape);
    for (const name of ['bce', 'dice', 'bceDice'] as const) {
      const { value, grad } = tf.valueAndGrad((z: tf.Tensor) => ours[name](y, z))(tf.tensor(logits, shape));
      expect(value.dataSync()[0], name).toBeCloseTo(losses[name], 6);
      const gradient = grad.dataSync();
      gradients[name].forEach((g, i) => {
        expect(gradient[i], `${name}, element ${i}`).toBeCloseTo(g, 6);
      });
    }
  });
});
