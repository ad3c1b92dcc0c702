import type * as tf from '@tensorflow/tfjs';

import { OptionError } from './optionError';

/** Throws unless both are maps `[batch, …, channels]` of the same shape: tfjs would silently broadcast. */
export function requireSameShape(owner: string, yTrue: tf.Tensor, yPred: tf.Tensor): void {
  if (yTrue.rank >= 2 && yTrue.shape.join() === yPred.shape.join()) return;
  const [truth, prediction] = [yTrue, yPred].map(({ shape }) => `[${shape.join(', ')}]`);
  throw new OptionError({
    owner,
    option: 'yPred',
    expected: 'of the shape of `yTrue`',
    received: yPred,
    problem: `\`yTrue\` and \`yPred\` must have the same shape [batch, …, channels]; received ${truth} and ${prediction}`,
  });
}
