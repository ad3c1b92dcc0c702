import type * as tf from '@tensorflow/tfjs';

/** Parameters of a convolution with batch normalisation behind it. */
export interface ConvBatchNormParameters {
  /** [height, width, channels, filters]; of a depthwise convolution [height, width, filters, 1] */
  filter: tf.Tensor4D;
  /** [filters]; none if `null`. */
  bias: tf.Tensor1D | null;
  /** Scale γ, [filters]. */
  gamma: tf.Tensor1D;
  /** Offset β, [filters]. */
  beta: tf.Tensor1D;
}
