import type * as tf from '@tensorflow/tfjs';

/** Converts logits `[…, channels]` to probabilities: sigmoid for one channel, softmax over several. */
export function probabilities(logits: tf.Tensor): tf.Tensor {
  return logits.shape.at(-1) === 1 ? logits.sigmoid() : logits.softmax();
}
