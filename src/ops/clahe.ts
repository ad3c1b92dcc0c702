import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { type ClaheTiles, claheGrid } from '../kernels/claheGrid';
import { runKernel } from '../kernels/runKernel';
import { claheOnTensors } from './claheOnTensors';
import { type ClaheOptions, resolveClahe } from './claheOptions';
import { withGradient } from './withGradient';

/**
 * Contrast-limited adaptive histogram equalisation (CLAHE) of every image and channel, on 8-bit grey levels.
 *
 * [batch, height, width, channels] → same shape; grey levels 0…255 are stored as 0…1. Equals OpenCV's result where a
 * kernel computes it on the host, and is within one grey level of it on GPUs. The gradient is zero.
 *
 * @throws RangeError if an option is out of range
 */
export function clahe(images: tf.Tensor4D, options: ClaheOptions = {}): tf.Tensor4D {
  const resolved = resolveClahe('clahe', options);
  return withGradient([images], {
    forward: () => ({ value: equalise(images, resolved), saved: [] }),
    gradients: () => [tf.zeros(images.shape)],
  });
}

function equalise(images: tf.Tensor4D, tiles: ClaheTiles): tf.Tensor4D {
  const [, height, width] = images.shape;
  const compose = () => tf.tidy(() => claheOnTensors(images, claheGrid(height, width, tiles)));
  return runKernel(kernels.clahe, [images], { ...tiles, shape: images.shape }, compose);
}
