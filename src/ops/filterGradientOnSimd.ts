import type { ConvGeometry } from './convGeometry';
import type { KernelWork } from './hostKernel';
import { simdOf } from './simd/simdOf';
import { addressOf, allocateOnWasm, type WasmBackend } from './wasmBackend';

/**
 * The filter gradient by this library's own SIMD loops: every tap sums products over the pixels that it meets, in map and
 * gradient as they lie, without laying anything out anew.
 */
export const filterGradientOnSimd: KernelWork = ([x, dy], attributes, backendObject) => {
  const backend = backendObject as WasmBackend;
  const { inputShape, outputShape, filterShape, stride, dilation, padding } = attributes as ConvGeometry;
  const output = allocateOnWasm(backend, filterShape);
  backend.typedArrayFromHeap(output).fill(0);
  const { correlateTap } = simdOf(backend)!;
  const [map, gradient, result] = [x!, dy!, output].map((tensor) => addressOf(backend, tensor)) as [
    number,
    number,
    number,
  ];
  const [batch, height, width, channels] = inputShape;
  const [, outHeight, outWidth, filters] = outputShape;
  const [kernelHeight, kernelWidth] = filterShape;
  const [pixelBytes, gradientBytes] = [4 * channels, 4 * filters];
  const rowsAtATime = Math.max(1, Math.floor(cacheBytes / (width * pixelBytes + outWidth * gradientBytes)));
  for (let n = 0; n < batch; n++)
    for (let from = 0; from < outHeight; from += rowsAtATime) {
      const to = Math.min(from + rowsAtATime, outHeight);
      for (let i = 0; i < kernelHeight; i++) {
        const [top, bottom] = meeting(i * dilation - padding[0], stride, height, from, to);
        for (let j = 0; j < kernelWidth; j++) {
          const [left, right] = meeting(j * dilation - padding[2], stride, width, 0, outWidth);
          const pixel =
            (n * height + top * stride + i * dilation - padding[0]) * width + left * stride + j * dilation - padding[2];
          correlateTap(
            map + pixel * pixelBytes,
            stride * pixelBytes,
            stride * width * pixelBytes,
            gradient + ((n * outHeight + top) * outWidth + left) * gradientBytes,
            outWidth * gradientBytes,
            Math.max(0, bottom - top),
            Math.max(0, right - left),
            channels,
            filters,
            result + (i * kernelWidth + j) * channels * gradientBytes,
          );
        }
      }
    }
  return [output];
};

/** Rows of map and gradient are taken together that fit into the nearer caches: every tap reads them again. */
const cacheBytes = 1 << 17;

/** From which to before which output a tap meets the map. */
function meeting(start: number, stride: number, length: number, from: number, to: number): [from: number, to: number] {
  return [Math.max(from, Math.ceil(-start / stride)), Math.min(to, Math.floor((length - 1 - start) / stride) + 1)];
}
