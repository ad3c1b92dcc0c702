import * as tf from '@tensorflow/tfjs';

import type { ConvGeometry } from '../convGeometry';
import { addressOf, allocate, type WasmBackend } from './backend';
import type { Simd } from './simd/simdOf';

/**
 * Computes the filter gradient by this library's SIMD loops: for every tap, sums products over the pixels inside the
 * map, reading map and gradient in place. Large maps are summed in parts, which may run beside each other.
 */
export function filterGradientBySimd(
  backend: WasmBackend,
  simd: Simd,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  geometry: ConvGeometry,
): tf.TensorInfo {
  const output = allocate(backend, geometry.filterShape);
  const floats = tf.util.sizeFromShape(geometry.filterShape);
  const parts = partsOf(geometry);
  const others = parts === 1 ? null : allocate(backend, [parts - 1, floats]);
  const sums = [output, ...(others ? [others] : [])].map((one) => backend.typedArrayFromHeap(one).fill(0));
  const [map, gradient] = [addressOf(backend, x), addressOf(backend, dy)];
  const [batch, rows] = geometry.outputShape;
  const pieces = simd.threads === 1 ? 1 : Math.ceil((3 * simd.threads) / parts);
  for (let part = 0; part < parts; part++) {
    const dw = part === 0 ? sums[0]!.byteOffset : sums[1]!.byteOffset + 4 * floats * (part - 1);
    const range = [part, part + 1].map((at) => Math.floor((at * batch * rows) / parts)) as [from: number, to: number];
    for (const piece of piecesOf(geometry, pieces)) {
      simd.next();
      correlate(simd, { x: map, dy: gradient, dw }, geometry, range, piece);
    }
  }
  simd.finish();
  if (others) addUp(sums[0]!, sums[1]!);
  if (others) backend.disposeData(others.dataId);
  return output;
}

/** Number of parts of the rows: it depends on nothing else, so that every number of threads gets the same sums. */
function partsOf({ outputShape: [batch, height, width] }: ConvGeometry): number {
  return Math.max(1, Math.min(8, batch * height, Math.floor((batch * height * width) / 4096)));
}

/** Adds lists, one after another in `others`, to the first. */
function addUp(first: Float32Array, others: Float32Array): void {
  for (let start = 0; start < others.length; start += first.length)
    for (let i = 0; i < first.length; i++) first[i]! += others[start + i]!;
}

/** A part of the filter: rows of taps and channels, ends excluded. */
interface Piece {
  readonly taps: readonly [from: number, to: number];
  readonly channels: readonly [from: number, to: number];
}

/** Divides a filter into about as many pieces as asked for, by its rows of taps first. */
function piecesOf({ filterShape: [height, , channels] }: ConvGeometry, count: number): Piece[] {
  const tapRows = count === 1 ? height : 1;
  const most = Math.ceil(count / (height / tapRows));
  const own = 4 * Math.max(1, Math.ceil(channels / 4 / most));
  return ranges(height, tapRows).flatMap((taps) => ranges(channels, own).map((range) => ({ taps, channels: range })));
}

const ranges = (length: number, step: number) =>
  Array.from({ length: Math.ceil(length / step) }, (_, i) => [i * step, Math.min(length, (i + 1) * step)] as const);

/** Addresses of map, gradient and sums. */
interface Places {
  readonly x: number;
  readonly dy: number;
  readonly dw: number;
}

/**
 * Bytes of the rows of map and gradient that are processed together: every tap reads them again, so they must fit into
 * the fast caches.
 */
const cacheBytes = 1 << 17;

/** Adds the contribution of the rows `from` to `to` of all images, as if these were one, to a piece of the filter. */
function correlate(
  simd: Simd,
  places: Places,
  geometry: ConvGeometry,
  [from, to]: readonly [from: number, to: number],
  piece: Piece,
): void {
  const [batch, , width, channels] = geometry.inputShape;
  const [, rows, outWidth, filters] = geometry.outputShape;
  const atATime = Math.max(1, Math.floor(cacheBytes / (4 * (width * channels + outWidth * filters))));
  for (let image = 0; image < batch; image++) {
    const end = Math.min(rows, to - image * rows);
    for (let row = Math.max(0, from - image * rows); row < end; row += atATime)
      correlateRows(simd, places, geometry, { image, from: row, to: Math.min(row + atATime, end) }, piece);
  }
}

/** Adds the contribution of the rows `from` to `to` (exclusive) of one image to the taps of a piece. */
function correlateRows(
  { correlateTap }: Simd,
  { x, dy, dw }: Places,
  { inputShape, outputShape, filterShape, stride, dilation, padding }: ConvGeometry,
  { image, from, to }: { image: number; from: number; to: number },
  { taps, channels: [first, last] }: Piece,
): void {
  const [, height, width, channels] = inputShape;
  const [, outHeight, outWidth, filters] = outputShape;
  const [pixelBytes, gradientBytes] = [4 * channels, 4 * filters];
  for (let i = taps[0]; i < taps[1]; i++)
    for (let j = 0; j < filterShape[1]; j++) {
      const [down, right] = [i * dilation - padding[0], j * dilation - padding[2]];
      const [top, bottom] = meeting(down, stride, height, from, to);
      const [left, end] = meeting(right, stride, width, 0, outWidth);
      const pixel = (image * height + top * stride + down) * width + left * stride + right;
      correlateTap(
        x + pixel * pixelBytes + 4 * first,
        stride * pixelBytes,
        stride * width * pixelBytes,
        dy + ((image * outHeight + top) * outWidth + left) * gradientBytes,
        outWidth * gradientBytes,
        Math.max(0, bottom - top),
        Math.max(0, end - left),
        last - first,
        filters,
        dw + ((i * filterShape[1] + j) * channels + first) * gradientBytes,
      );
    }
}

/** Returns the range of outputs, end excluded, for which a tap lies inside the map. */
function meeting(start: number, stride: number, length: number, from: number, to: number): [from: number, to: number] {
  return [Math.max(from, Math.ceil(-start / stride)), Math.min(to, Math.floor((length - 1 - start) / stride) + 1)];
}
