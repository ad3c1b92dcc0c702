import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { fillMask } from '../host/dropBlockMask';
import { tensorflowCpuKernel } from './tensorflowKernel';

/** Filled on the host; TensorFlow uses that memory without copying it. */
export const dropBlockMask = /* @__PURE__ */ tensorflowCpuKernel(kernels.dropBlockMask, (_, attributes) => {
  const mask = new Float32Array(tf.util.sizeFromShape(attributes.shape));
  fillMask(mask, attributes);
  return [tf.tensor(mask, attributes.shape)];
});
