import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { blend } from '../host/movingAverages';
import { isRecordingOperations } from './recording';
import { tensorflowCpuKernel } from './tensorflowKernel';

/**
 * Computed on the host: tfjs-node copies values to TensorFlow only when a kernel reads them, and no kernel of a
 * training step reads the averages.
 */
export const movingAverages = /* @__PURE__ */ tensorflowCpuKernel(
  kernels.movingAverages,
  ([averageA, averageB, valueA, valueB], { momentum }) => [
    onValues(averageA, valueA, momentum),
    onValues(averageB, valueB, momentum),
  ],
  () => !isRecordingOperations(),
);

function onValues(average: tf.Tensor, value: tf.Tensor, momentum: number): tf.Tensor {
  const next = new Float32Array(average.size);
  blend(average.dataSync<'float32'>(), value.dataSync<'float32'>(), next, momentum);
  return tf.tensor(next, average.shape);
}
