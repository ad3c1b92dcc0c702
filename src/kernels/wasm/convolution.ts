import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import type { ConvGeometry, Padding } from '../convGeometry';
import { addressOf, allocate, type WasmBackend } from './backend';
import { convolveMap, type MapGeometry, mapGeometry, multiplicationsOf } from './simd/convolveMap';
import { vectorsFor } from './simd/convolveRow';
import { type Pack, packFilter, packRotated } from './simd/packFilter';
import { runsSimd, simdOf } from './simd/simdOf';
import { wasmKernel } from './wasmKernel';

/**
 * Convolves by this library's SIMD loops where four divides the filters.
 *
 * The loops reach 36–46 GFLOP/s on the layers of MSA-UNet; XNNPACK, which tfjs's kernels call, reaches 25–31. On maps
 * of a few pixels they are several times as fast, because they skip taps that lie outside the map.
 */
export const convolution = /* @__PURE__ */ wasmKernel(
  kernels.convolution,
  (backend, [x, filter, bias], { activation, ...geometry }) => {
    const low = activation === 'linear' ? Number.NEGATIVE_INFINITY : 0;
    const high = activation === 'relu6' ? 6 : Number.POSITIVE_INFINITY;
    const map = mapGeometry(geometry);
    const [height, width, , filters] = geometry.filterShape;
    const inOrder = filters === 4 * vectorsFor(filters) && map.rows.count === height && map.columns.count === width;
    const pack = inOrder ? null : packFilter(geometry, map);
    return [run(backend, [x, filter, bias], map, pack, { low, high }, geometry.outputShape)];
  },
  (_, { outputShape }) => outputShape[3] % 4 === 0 && runsSimd(),
);

/**
 * Gradient of a convolution of stride 1 with respect to its input, where four divides channels and filters: convolves
 * dy with the filter rotated by 180°. Packing the filter also swaps its channel axes.
 */
export const inputGradient = /* @__PURE__ */ wasmKernel(
  kernels.inputGradient,
  (backend, [dy, filter], geometry) => {
    const { inputShape, outputShape, filterShape, dilation, padding } = geometry;
    const [height, width, channels, filters] = filterShape;
    const [top, left] = [(height - 1) * dilation - padding[0], (width - 1) * dilation - padding[2]];
    const rotated: ConvGeometry = {
      inputShape: outputShape,
      outputShape: inputShape,
      filterShape: [height, width, filters, channels],
      ...{ stride: 1, dilation, padding: [top, 0, left, 0] satisfies Padding },
    };
    const map = mapGeometry(rotated);
    return [run(backend, [dy, filter], map, packRotated(geometry, map), unbounded, inputShape)];
  },
  (_, { stride, filterShape: [, , channels, filters] }) =>
    stride === 1 && channels % 4 === 0 && filters % 4 === 0 && runsSimd(),
);

/** Bounds that results are clipped to. */
interface Bounds {
  low: number;
  high: number;
}

const unbounded: Bounds = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

function run(
  backend: WasmBackend,
  [x, filter, bias]: [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo?],
  map: MapGeometry,
  pack: Pack | null,
  { low, high }: Bounds,
  shape: number[],
): tf.TensorInfo {
  const simd = simdOf(backend, multiplicationsOf(map))!;
  const y = allocate(backend, shape);
  const constants = Math.max(16, map.inputShape[3]) + 4;
  const scratch = allocate(backend, [constants + (pack ? tf.util.sizeFromShape(filter.shape) : 0)]);
  const bounds = addressOf(backend, scratch);
  const packed = bounds + 4 * constants;
  backend.typedArrayFromHeap(scratch).fill(0, 0, constants).set([low, high]);
  const weights = pack ? packed : addressOf(backend, filter);
  pack?.(simd, addressOf(backend, filter), packed);
  simd.finish();
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
