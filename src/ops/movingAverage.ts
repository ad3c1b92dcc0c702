import * as tf from '@tensorflow/tfjs';

import { hostKernel, runsOnHost } from './hostKernel';

/** `momentum · average + (1 − momentum) · value`, element by element. */
export function movingAverage(average: tf.Tensor, value: tf.Tensor, momentum: number): tf.Tensor {
  if (runsOnHost()) return onHost([average, value], { momentum })[0]!;
  return tf.tidy(() => tf.add(average, tf.mul(tf.sub(value, average), 1 - momentum)));
}

const onHost = hostKernel<{ momentum: number }>({
  name: 'MsaUnetMovingAverage',
  outputShapes: ([shape]) => [shape!],
  loop: ([average, value], [next], { momentum }) => {
    for (let i = 0; i < next!.length; i++) next![i] = momentum * average![i]! + (1 - momentum) * value![i]!;
  },
});
