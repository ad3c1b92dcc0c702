import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { flag, runOperation } from './backend';
import { tensorflowKernel } from './tensorflowKernel';

/** TensorFlow's operation knows the half-pixel grid, but tfjs never passes it on. It reads no more than the shape of the map. */
export const resizeBilinearGradient = /* @__PURE__ */ tensorflowKernel(
  kernels.resizeBilinearGradient,
  ([dy], { shape, shift }) =>
    runOperation('ResizeBilinearGrad', [dy, tf.zeros(shape)], [flag('half_pixel_centers', shift > 0)]),
);
