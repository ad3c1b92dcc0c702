import * as tf from '@tensorflow/tfjs';

import type { ConvGeometry } from '../convGeometry';
import { addressOf, allocate, forgetView, viewAt, type WasmBackend } from './backend';

/**
 * Computes the filter gradient as one matrix product per tap, [channels, pixels] · [pixels, filters], without slicing.
 *
 * Map and gradient are copied once onto a common grid of pixels, the map channel by channel. The grid has enough zeros
 * after every row and every image that a shift by a tap is a shift of the flat array: every shifted map is a *view* of
 * the same memory, and XNNPACK packs the gradient, the right-hand side of all products, only once.
 *
 * Measured: 12–35 GFLOP/s on the layers of MSA-UNet. Slicing the map for every tap reaches 7–27, a product with
 * `transposeA` 1.5–3.
 */
export function filterGradientByMatMul(
  backend: WasmBackend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  geometry: ConvGeometry,
): tf.TensorInfo {
  const { filterShape } = geometry;
  const [, , channels, filters] = filterShape;
  const grid = gridOf(geometry);

  const map = allocate(backend, [1, grid.margin + channels * grid.pixels + grid.margin]);
  const gradient = allocate(backend, [1, grid.pixels, filters]);
  const output = allocate(backend, filterShape);
  layOutMap(backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(map), geometry, grid);
  layOutGradient(backend.typedArrayFromHeap(dy), backend.typedArrayFromHeap(gradient), geometry, grid);
  backend.typedArrayFromHeap(output).fill(0); // a tap that lies outside the map everywhere has gradient 0

  const matMul = tf.getKernel('BatchMatMul', 'wasm').kernelFunc;
  const attrs = { transposeA: false, transposeB: false };
  const start = addressOf(backend, map) + 4 * grid.margin;
  for (const { index, shift } of grid.taps) {
    const shifted = viewAt(backend, [1, channels, grid.pixels], start + 4 * shift);
    const product = matMul({ inputs: { a: shifted, b: gradient }, backend, attrs }) as tf.TensorInfo;
    backend.typedArrayFromHeap(output).set(backend.typedArrayFromHeap(product), index * channels * filters);
    backend.disposeData(product.dataId);
    forgetView(backend, shifted);
  }
  backend.disposeData(map.dataId);
  backend.disposeData(gradient.dataId);
  return output;
}

interface Grid {
  height: number;
  width: number;
  /** Pixels of the whole batch. */
  pixels: number;
  /** Zeros before and after all pixels, so that every shift stays inside the memory. */
  margin: number;
  /** Taps that lie inside the map somewhere, with their shift in pixels. */
  taps: { index: number; shift: number }[];
}

function gridOf({ inputShape, outputShape, filterShape, stride, dilation, padding }: ConvGeometry): Grid {
  const [batch, height, width] = inputShape;
  const [, outHeight, outWidth] = outputShape;
  const rows = reach(height, (outHeight - 1) * stride + 1, filterShape[0], dilation, padding[0]);
  const columns = reach(width, (outWidth - 1) * stride + 1, filterShape[1], dilation, padding[2]);
  const taps = rows.shifts.flatMap(({ tap: i, shift: down }) =>
    columns.shifts.map(({ tap: j, shift: right }) => ({
      index: i * filterShape[1] + j,
      shift: down * columns.length + right,
    })),
  );
  const pixels = batch * rows.length * columns.length;
  const margin = Math.max(0, ...taps.map(({ shift }) => Math.abs(shift)));
  return { height: rows.length, width: columns.length, pixels, margin, taps };
}

/**
 * Returns the shifts along an axis, and the length that the axis of the grid needs so that a shift beyond the map
 * reaches zeros and not the next row.
 */
function reach(length: number, outLength: number, taps: number, dilation: number, before: number) {
  const shifts = Array.from({ length: taps }, (_, tap) => ({ tap, shift: tap * dilation - before })).filter(
    ({ shift }) => shift < length && shift + outLength > 0,
  );
  const back = Math.max(0, ...shifts.map(({ shift }) => -shift));
  const forth = Math.max(0, ...shifts.map(({ shift }) => shift));
  return { shifts, length: Math.max(length + back, outLength + forth) };
}

/** Copies a map [batch, height, width, channels] to [channels, pixels of the grid], with zeros elsewhere. */
function layOutMap(x: Float32Array, map: Float32Array, { inputShape }: ConvGeometry, grid: Grid): void {
  const [batch, height, width, channels] = inputShape;
  const four = channels - (channels % 4);
  map.fill(0);
  for (let n = 0; n < batch; n++)
    for (let y = 0; y < height; y++) {
      const from = (n * height + y) * width * channels;
      const to = grid.margin + (n * grid.height + y) * grid.width;
      // Copying four channels at a time halves the time.
      for (let c = 0; c < four; c += 4) {
        const [a, b, d, e] = [0, 1, 2, 3].map((k) => to + (c + k) * grid.pixels) as [number, number, number, number];
        for (let z = 0, source = from + c; z < width; z++, source += channels) {
          map[a + z] = x[source]!;
          map[b + z] = x[source + 1]!;
          map[d + z] = x[source + 2]!;
          map[e + z] = x[source + 3]!;
        }
      }
      for (let c = four; c < channels; c++) {
        const row = to + c * grid.pixels;
        for (let z = 0, source = from + c; z < width; z++, source += channels) map[row + z] = x[source]!;
      }
    }
}

/**
 * Copies a gradient [batch, outHeight, outWidth, filters] to [pixels of the grid, filters], `stride` pixels apart, with
 * zeros elsewhere.
 */
function layOutGradient(dy: Float32Array, gradient: Float32Array, geometry: ConvGeometry, grid: Grid): void {
  const [batch, outHeight, outWidth, filters] = geometry.outputShape;
  const { stride } = geometry;
  if (dy.length === gradient.length) {
    gradient.set(dy);
    return;
  }
  gradient.fill(0);
  for (let n = 0; n < batch; n++)
    for (let v = 0; v < outHeight; v++) {
      const from = (n * outHeight + v) * outWidth * filters;
      const to = (n * grid.height + v * stride) * grid.width * filters;
      if (stride === 1) gradient.set(dy.subarray(from, from + outWidth * filters), to);
      else
        for (let u = 0; u < outWidth; u++)
          gradient.set(dy.subarray(from + u * filters, from + (u + 1) * filters), to + u * stride * filters);
    }
}
