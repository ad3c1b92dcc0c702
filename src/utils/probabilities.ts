import type * as tf from '@tensorflow/tfjs';

/** Logits `[…, channels]` as probabilities: sigmoid for one channel, softmax over more. */
export function probabilities(logits: tf.Tensor): tf.Tensor {
  return logits.shape.at(-1) === 1 ? logits.sigmoid() : logits.softmax();
}
