import * as tf from '@tensorflow/tfjs';

import { type ClaheOptions, claheGrid, resolveClahe } from './claheGrid';
import { claheLevels } from './claheLevels';
import { claheOnTensors } from './claheOnTensors';
import { hostKernel, runsOnHost } from './hostKernel';
import { withGradient } from './withGradient';

/**
 * Contrast-limited adaptive histogram equalisation of every image and channel, by way of 8-bit grey levels.
 *
 * [batch, height, width, channels] → the same; grey levels 0…255 stand as 0…1. Equal to OpenCV's on cpu, wasm and
 * tfjs-node, within one grey level on GPUs. The gradient is zero.
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

function equalise(images: tf.Tensor4D, options: Required<ClaheOptions>): tf.Tensor4D {
  if (runsOnHost()) return onHost([images], { ...options, shape: images.shape })[0] as tf.Tensor4D;
  if (tf.getBackend() === 'tensorflow') {
    const out = new Float32Array(images.size);
    equaliseImages(images.dataSync<'float32'>(), out, images.shape, options);
    return tf.tensor4d(out, images.shape);
  }
  const [, height, width] = images.shape;
  return tf.tidy(() => claheOnTensors(images, claheGrid(height, width, options)));
}

const onHost = hostKernel<{ clipLimit: number; tileColumns: number; tileRows: number; shape: number[] }>({
  name: 'MsaUnetClahe',
  outputShapes: ([shape]) => [shape!],
  loop: ([images], [out], { shape, ...options }) => equaliseImages(images!, out!, shape, options),
});

function equaliseImages(images: Float32Array, out: Float32Array, shape: number[], options: Required<ClaheOptions>) {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const grid = claheGrid(height, width, options);
  const pixels = height * width;
  const levels = new Uint8ClampedArray(pixels); // clamps and rounds half to even
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < channels; c++) {
      const start = n * pixels * channels + c;
      toLevels(images, levels, start, channels);
      toGreys(claheLevels(new Uint8Array(levels.buffer), grid), out, start, channels);
    }
}

function toLevels(images: Float32Array, levels: Uint8ClampedArray, start: number, step: number): void {
  for (let i = 0, at = start; i < levels.length; i++, at += step) levels[i] = images[at]! * 255;
}

function toGreys(levels: Uint8Array, out: Float32Array, start: number, step: number): void {
  for (let i = 0, at = start; i < levels.length; i++, at += step) out[at] = levels[i]! / 255;
}
