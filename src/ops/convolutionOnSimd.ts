import * as tf from '@tensorflow/tfjs';

import type { ConvGeometry, Padding } from './convGeometry';
import { type KernelWork, registerOnce, runKernel } from './hostKernel';
import { convolveMap, type MapGeometry, mapGeometry } from './simd/convolveMap';
import { vectorsFor } from './simd/convolveRow';
import { type Pack, packFilter, packTurned } from './simd/packFilter';
import { simdOf } from './simd/simdOf';
import { addressOf, allocateOnWasm, type WasmBackend } from './wasmBackend';

/**
 * A convolution by this library's own SIMD loops, or `null` where they do not run or four does not divide the filters.
 *
 * It reaches 36–46 GFLOP/s on the layers of MSA-UNet where XNNPACK, which tfjs's kernels call, reaches 25–31; on maps of a
 * few pixels, where taps that meet no pixel are left out, it is several times as fast.
 */
export function convolutionOnSimd(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor1D | null,
  activation: 'linear' | 'relu' | 'relu6',
  geometry: ConvGeometry,
): tf.Tensor4D | null {
  if (geometry.outputShape[3] % 4 > 0 || !runsOnSimd()) return null;
  registerOnce('MsaUnetConvolution', 'wasm', convolve);
  const low = activation === 'linear' ? Number.NEGATIVE_INFINITY : 0;
  const high = activation === 'relu6' ? 6 : Number.POSITIVE_INFINITY;
  const inputs = bias ? [x, filter, bias] : [x, filter];
  return runKernel('MsaUnetConvolution', inputs, { ...geometry, low, high })[0] as tf.Tensor4D;
}

/**
 * The gradient of a convolution of stride 1 with respect to its input: dy convolved with the filter turned by 180°, whose
 * channel axes change places while it is packed. `null` where SIMD does not run or four does not divide the channels.
 */
export function inputGradientOnSimd(dy: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D | null {
  const [, , channels, filters] = geometry.filterShape;
  if (geometry.stride > 1 || channels % 4 > 0 || filters % 4 > 0 || !runsOnSimd()) return null;
  registerOnce('MsaUnetInputGradient', 'wasm', convolveTurned);
  return runKernel('MsaUnetInputGradient', [dy, filter], geometry)[0] as tf.Tensor4D;
}

/** Whether the current backend is WASM with SIMD and without threads. */
export const runsOnSimd = (): boolean =>
  tf.getBackend() === 'wasm' && simdOf(tf.backend() as tf.KernelBackend & WasmBackend) !== null;

const convolve: KernelWork = ([x, filter, bias], attributes, backend) => {
  const geometry = attributes as ConvGeometry & Bounds;
  const map = mapGeometry(geometry);
  const [height, width, , filters] = geometry.filterShape;
  const inOrder = filters === 4 * vectorsFor(filters) && map.rows.count === height && map.columns.count === width;
  const pack = inOrder ? null : packFilter(geometry, map);
  return [run(backend as WasmBackend, [x!, filter!, bias], map, pack, geometry, geometry.outputShape)];
};

const convolveTurned: KernelWork = ([dy, filter], attributes, backend) => {
  const geometry = attributes as ConvGeometry;
  const { inputShape, outputShape, filterShape, dilation, padding } = geometry;
  const [height, width, channels, filters] = filterShape;
  const [top, left] = [(height - 1) * dilation - padding[0], (width - 1) * dilation - padding[2]];
  const turned: ConvGeometry = {
    inputShape: outputShape,
    outputShape: inputShape,
    filterShape: [height, width, filters, channels],
    ...{ stride: 1, dilation, padding: [top, 0, left, 0] satisfies Padding },
  };
  const map = mapGeometry(turned);
  return [run(backend as WasmBackend, [dy!, filter!], map, packTurned(geometry, map), unbounded, inputShape)];
};

/** What results are kept between. */
type Bounds = { low: number; high: number };
const unbounded: Bounds = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

function run(
  backend: WasmBackend,
  [x, filter, bias]: [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo?],
  map: MapGeometry,
  pack: Pack | null,
  { low, high }: Bounds,
  shape: number[],
): tf.TensorInfo {
  const simd = simdOf(backend)!;
  const y = allocateOnWasm(backend, shape);
  const constants = Math.max(16, map.inputShape[3]) + 4;
  const scratch = allocateOnWasm(backend, [constants + (pack ? tf.util.sizeFromShape(filter.shape) : 0)]);
  const bounds = addressOf(backend, scratch);
  const packed = bounds + 4 * constants;
  backend.typedArrayFromHeap(scratch).fill(0, 0, constants).set([low, high]);
  const weights = pack ? packed : addressOf(backend, filter);
  pack?.(simd, addressOf(backend, filter), packed);
  convolveMap(
    simd,
    {
      ...{ x: addressOf(backend, x), y: addressOf(backend, y), weights, bounds, zeros: bounds + 16 },
      bias: bias ? addressOf(backend, bias) : null,
    },
    map,
  );
  backend.disposeData(scratch.dataId);
  return y;
}
