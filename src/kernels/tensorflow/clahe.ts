import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { equaliseImages } from '../host/clahe';
import { tensorflowKernel } from './tensorflowKernel';

/** On the host, which gives OpenCV's values to the bit. */
export const clahe = /* @__PURE__ */ tensorflowKernel(kernels.clahe, ([images], settings) => {
  const out = new Float32Array(images.size);
  equaliseImages(images.dataSync<'float32'>(), out, settings);
  return [tf.tensor(out, images.shape)];
});
