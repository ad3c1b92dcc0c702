import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { runKernel } from '../kernels/runKernel';

/** Sums every channel over the batch and its pixels: [batch, height, width, channels] → [channels]. */
export const sumOverPixels = (x: tf.Tensor4D): tf.Tensor1D =>
  runKernel(kernels.sumOverPixels, [x], {}, () => tf.sum<tf.Tensor1D>(x, [0, 1, 2]));
