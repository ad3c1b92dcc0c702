import * as tf from '@tensorflow/tfjs';

import { hostKernel, runsOnHost } from './hostKernel';
import { runsOnTensorflowCpu } from './tensorflow';

/** `momentum · average + (1 − momentum) · value`, element by element. */
export function movingAverage(average: tf.Tensor, value: tf.Tensor, momentum: number): tf.Tensor {
  if (runsOnHost()) return onHost([average, value], { momentum })[0]!;
  if (runsOnTensorflowCpu()) return onValues(average, value, momentum);
  return tf.tidy(() => tf.add(average, tf.mul(tf.sub(value, average), 1 - momentum)));
}

const onHost = hostKernel<{ momentum: number }>({
  name: 'MsaUnetMovingAverage',
  outputShapes: ([shape]) => [shape!],
  loop: ([average, value], [next], { momentum }) => blend(average!, value!, next!, momentum),
});

/** TensorFlow takes values over when a kernel needs them: in training, no kernel reads the averages. */
function onValues(average: tf.Tensor, value: tf.Tensor, momentum: number): tf.Tensor {
  const next = new Float32Array(average.size);
  blend(average.dataSync<'float32'>(), value.dataSync<'float32'>(), next, momentum);
  return tf.tensor(next, average.shape);
}

function blend(average: Float32Array, value: Float32Array, next: Float32Array, momentum: number): void {
  for (let i = 0; i < next.length; i++) next[i] = momentum * average[i]! + (1 - momentum) * value[i]!;
}
