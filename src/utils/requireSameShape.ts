import type * as tf from '@tensorflow/tfjs';

/** Throws unless both are maps `[batch, …, channels]` of the same shape: tfjs would silently broadcast. */
export function requireSameShape(owner: string, yTrue: tf.Tensor, yPred: tf.Tensor): void {
  if (yTrue.rank >= 2 && yTrue.shape.join() === yPred.shape.join()) return;
  throw new RangeError(
    `${owner}: \`yTrue\` and \`yPred\` must have the same shape [batch, …, channels]; received ` +
      `[${yTrue.shape.join(', ')}] and [${yPred.shape.join(', ')}]`,
  );
}
