import type * as tf from '@tensorflow/tfjs';

/** Parameters of a convolution followed by batch normalisation. */
export interface ConvBatchNormParameters {
  /** [height, width, channels, filters]; [height, width, filters, 1] for a depthwise convolution. */
  filter: tf.Tensor4D;
  /** [filters]; `null` for none. */
  bias: tf.Tensor1D | null;
  /** Scale γ, [filters]. */
  gamma: tf.Tensor1D;
  /** Offset β, [filters]. */
  beta: tf.Tensor1D;
}
