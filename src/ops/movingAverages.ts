import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { tryKernel } from '../kernels/runKernel';

/** Updates two moving averages of the same length: `momentum · average + (1 − momentum) · value`. */
export const movingAverages = (
  averages: [tf.Tensor, tf.Tensor],
  values: [tf.Tensor, tf.Tensor],
  momentum: number,
): [tf.Tensor, tf.Tensor] =>
  tryKernel(kernels.movingAverages, [...averages, ...values], { momentum }) ?? [
    follow(averages[0], values[0], momentum),
    follow(averages[1], values[1], momentum),
  ];

const follow = (average: tf.Tensor, value: tf.Tensor, momentum: number): tf.Tensor =>
  tf.tidy(() => tf.add(average, tf.mul(tf.sub(value, average), 1 - momentum)));
