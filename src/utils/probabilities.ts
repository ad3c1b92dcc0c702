import type * as tf from '@tensorflow/tfjs';

/** Converts logits `[…, channels]` to probabilities: softmax over exclusive classes, else a sigmoid each. */
export function probabilities(logits: tf.Tensor, regions = false): tf.Tensor {
  return regions || logits.shape.at(-1) === 1 ? logits.sigmoid() : logits.softmax();
}
