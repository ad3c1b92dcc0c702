import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { flag, runOperation } from './backend';
import { tensorflowKernel } from './tensorflowKernel';

/**
 * TensorFlow's operation supports the half-pixel grid, but tfjs never asks for it. Of the original map it reads only
 * the shape.
 */
export const resizeBilinearGradient = /* @__PURE__ */ tensorflowKernel(
  kernels.resizeBilinearGradient,
  ([dy], { shape, shift }) =>
    runOperation('ResizeBilinearGrad', [dy, tf.zeros(shape)], [flag('half_pixel_centers', shift > 0)]),
);
