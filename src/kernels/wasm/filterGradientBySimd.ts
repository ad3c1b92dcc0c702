import type * as tf from '@tensorflow/tfjs';

import type { ConvGeometry } from '../convGeometry';
import { addressOf, allocate, type WasmBackend } from './backend';
import type { Simd } from './simd/simdOf';

/**
 * Computes the filter gradient by this library's SIMD loops: for every tap, sums products over the pixels inside the
 * map, reading map and gradient in place.
 */
export function filterGradientBySimd(
  backend: WasmBackend,
  simd: Simd,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  geometry: ConvGeometry,
): tf.TensorInfo {
  const output = allocate(backend, geometry.filterShape);
  backend.typedArrayFromHeap(output).fill(0);
  const places = { x: addressOf(backend, x), dy: addressOf(backend, dy), dw: addressOf(backend, output) };
  const [batch, , width, channels] = geometry.inputShape;
  const [, outHeight, outWidth, filters] = geometry.outputShape;
  const rowsAtATime = Math.max(1, Math.floor(cacheBytes / (4 * (width * channels + outWidth * filters))));
  for (let image = 0; image < batch; image++)
    for (let from = 0; from < outHeight; from += rowsAtATime) {
      const to = Math.min(from + rowsAtATime, outHeight);
      correlateRows(simd, places, geometry, { image, from, to });
    }
  return output;
}

/**
 * Bytes of the rows of map and gradient that are processed together: every tap reads them again, so they must fit into
 * the fast caches.
 */
const cacheBytes = 1 << 17;

/** Adds the contribution of the rows `from` to `to` (exclusive) of one image to every tap. */
function correlateRows(
  { correlateTap }: Simd,
  { x, dy, dw }: { x: number; dy: number; dw: number },
  { inputShape, outputShape, filterShape, stride, dilation, padding }: ConvGeometry,
  { image, from, to }: { image: number; from: number; to: number },
): void {
  const [, height, width, channels] = inputShape;
  const [, outHeight, outWidth, filters] = outputShape;
  const [pixelBytes, gradientBytes] = [4 * channels, 4 * filters];
  for (let i = 0; i < filterShape[0]; i++)
    for (let j = 0; j < filterShape[1]; j++) {
      const [down, right] = [i * dilation - padding[0], j * dilation - padding[2]];
      const [top, bottom] = meeting(down, stride, height, from, to);
      const [left, end] = meeting(right, stride, width, 0, outWidth);
      const pixel = (image * height + top * stride + down) * width + left * stride + right;
      correlateTap(
        x + pixel * pixelBytes,
        stride * pixelBytes,
        stride * width * pixelBytes,
        dy + ((image * outHeight + top) * outWidth + left) * gradientBytes,
        outWidth * gradientBytes,
        Math.max(0, bottom - top),
        Math.max(0, end - left),
        channels,
        filters,
        dw + (i * filterShape[1] + j) * channels * gradientBytes,
      );
    }
}

/** Returns the range of outputs, end excluded, for which a tap lies inside the map. */
function meeting(start: number, stride: number, length: number, from: number, to: number): [from: number, to: number] {
  return [Math.max(from, Math.ceil(-start / stride)), Math.min(to, Math.floor((length - 1 - start) / stride) + 1)];
}
