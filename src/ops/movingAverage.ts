import * as tf from '@tensorflow/tfjs';

import { isGraphRecorded } from './graphs';
import { hostKernel, runsOnHost } from './hostKernel';
import { runsOnTensorflowCpu } from './tensorflow';
import { runOnWebgpu, runsOnWebgpu, webgpuKernel } from './webgpuProgram';

/** {@link movingAverage} of two vectors of one length at once, each with its own value. */
export function movingAverages(
  averages: [tf.Tensor, tf.Tensor],
  values: [tf.Tensor, tf.Tensor],
  momentum: number,
): [tf.Tensor, tf.Tensor] {
  if (runsOnWebgpu()) return onWebgpu([...averages, ...values], { momentum }) as [tf.Tensor, tf.Tensor];
  return [movingAverage(averages[0], values[0], momentum), movingAverage(averages[1], values[1], momentum)];
}

/** `momentum · average + (1 − momentum) · value`, element by element. */
export function movingAverage(average: tf.Tensor, value: tf.Tensor, momentum: number): tf.Tensor {
  if (runsOnHost()) return onHost([average, value], { momentum })[0]!;
  if (runsOnTensorflowCpu() && !isGraphRecorded()) return onValues(average, value, momentum);
  return tf.tidy(() => tf.add(average, tf.mul(tf.sub(value, average), 1 - momentum)));
}

const onHost = hostKernel<{ momentum: number }>({
  name: 'MsaUnetMovingAverage',
  outputShapes: ([shape]) => [shape!],
  loop: ([average, value], [next], { momentum }) => blend(average!, value!, next!, momentum),
});

const onWebgpu = webgpuKernel<{ momentum: number }>(
  'MsaUnetMovingAverages',
  (backend, [averageA, averageB, valueA, valueB], { momentum }) => {
    const length = tf.util.sizeFromShape(averageA!.shape);
    const next = () => backend.makeTensorInfo(averageA!.shape, 'float32');
    const outputs = { nextA: next(), nextB: next() };
    runOnWebgpu(backend, {
      name: 'MsaUnetMovingAverages',
      inputs: { averageA: averageA!, averageB: averageB!, valueA: valueA!, valueB: valueB! },
      outputs,
      groups: Math.ceil(length / 64),
      integers: { length },
      floats: { rest: 1 - momentum },
      code: () => `
fn main(group : i32, thread : i32) {
  let i = group * 64 + thread;
  if (i >= uniforms.length) { return; }
  nextA[i] = averageA[i] + uniforms.rest * (valueA[i] - averageA[i]);
  nextB[i] = averageB[i] + uniforms.rest * (valueB[i] - averageB[i]);
}`,
    });
    return Object.values(outputs);
  },
);
/** TensorFlow takes values over when a kernel needs them: in training, no kernel reads the averages. */
function onValues(average: tf.Tensor, value: tf.Tensor, momentum: number): tf.Tensor {
  const next = new Float32Array(average.size);
  blend(average.dataSync<'float32'>(), value.dataSync<'float32'>(), next, momentum);
  return tf.tensor(next, average.shape);
}

function blend(average: Float32Array, value: Float32Array, next: Float32Array, momentum: number): void {
  for (let i = 0; i < next.length; i++) next[i] = momentum * average[i]! + (1 - momentum) * value[i]!;
}
