import type * as tf from '@tensorflow/tfjs';
import * as kernels from '../catalog';
import type { ConvGeometry } from '../convGeometry';
import type { WebgpuBackend } from './backend';
import { rowsInOneProgram, sumRows } from './sumRows';
import { countTiles, eachLoad, storeQuad, type TileShape, tileDepth, tileProduct } from './tileProduct';
import { webgpuKernel } from './webgpuKernel';

/**
 * Computes the filter gradient as a matrix product: the map shifted by every tap, transposed, times dy. The product
 * reads the map in place. Many workgroups share the pixels; a second program adds up their results.
 */
export const filterGradient = /* @__PURE__ */ webgpuKernel(kernels.filterGradient, (backend, [x, dy], geometry) => {
  const { filterShape, outputShape } = geometry;
  const [height, width, channels, filters] = filterShape;
  const rows = height * width * channels;
  const pixels = outputShape[0] * outputShape[1] * outputShape[2];
  const wanted = Math.ceil(1024 / countTiles(rows, filters)); // enough workgroups for a large GPU
  const parts = Math.min(wanted, Math.ceil(pixels / 128), rowsInOneProgram(rows * filters));
  if (parts === 1) {
    const gradient = backend.makeTensorInfo(filterShape, 'float32');
    multiply(backend, x, dy, gradient, geometry, parts);
    return [gradient];
  }
  const partial = backend.makeTensorInfo([parts, rows * filters], 'float32');
  multiply(backend, x, dy, partial, geometry, parts);
  const gradient = sumOfParts(backend, partial, filterShape);
  backend.disposeData(partial.dataId);
  return [gradient];
});

function sumOfParts(backend: WebgpuBackend, partial: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  const sum = backend.makeTensorInfo(shape, 'float32');
  sumRows(backend, {
    name: 'MsaUnetSumOfParts',
    rows: partial.shape[0]!,
    columns: partial.shape[1]!,
    inputs: { partial },
    outputs: { sum },
    term: 'a += partial[i];',
    finish: 'sum[c] = a;',
  });
  return sum;
}

function multiply(
  backend: WebgpuBackend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  result: tf.TensorInfo,
  { inputShape, outputShape, filterShape, stride, dilation, padding }: ConvGeometry,
  parts: number,
): void {
  const [height, width, channels, filters] = filterShape;
  const quadsOfX = channels % 4 === 0;
  const quadsOfDy = filters % 4 === 0;
  tileProduct(backend, {
    name: 'MsaUnetFilterGradient',
    rows: height * width * channels,
    columns: filters,
    depth: outputShape[0] * outputShape[1] * outputShape[2],
    parts,
    inputs: { x, dy },
    result,
    wide: [...(quadsOfX ? ['x'] : []), ...(quadsOfDy ? ['dy', 'result'] : [])],
    integers: {
      ...{ height: inputShape[1], width: inputShape[2], channels, outHeight: outputShape[1], outWidth: outputShape[2] },
      ...{ tapsAcross: width, stride, dilation, top: padding[0], left: padding[2] },
    },
    functions: functions(quadsOfX, quadsOfDy),
    prepare,
    quads: 'own',
    load,
    store: storeQuad(quadsOfDy),
  });
}

const functions = (quadsOfX: boolean, quadsOfDy: boolean) => [placesOfX, readX(quadsOfX), readDy(quadsOfDy)].join('');

/**
 * WGSL that locates x for an output pixel `place` = (image, row, column) under the tap and channel of row `own` of the
 * product.
 */
const placesOfX = `
fn tapOf(own : i32) -> vec3<i32> {
  let tap = own / uniforms.channels;
  let offset = vec2(tap / uniforms.tapsAcross, tap % uniforms.tapsAcross) * uniforms.dilation;
  return vec3(offset - vec2(uniforms.top, uniforms.left), own % uniforms.channels);
}
fn indexOfX(place : vec3<i32>, tap : vec3<i32>) -> i32 {
  let at = place.yz * uniforms.stride + tap.xy;
  if (any(at < vec2(0)) || at.x >= uniforms.height || at.y >= uniforms.width) { return -1; }
  return ((place.x * uniforms.height + at.x) * uniforms.width + at.y) * uniforms.channels + tap.z;
}
fn placeOf(pixel : i32) -> vec3<i32> {
  let row = pixel / uniforms.outWidth;
  return vec3(row / uniforms.outHeight, row % uniforms.outHeight, pixel % uniforms.outWidth);
}
fn further(place : vec3<i32>) -> vec3<i32> {
  var next = place + vec3(0, 0, ${tileDepth});
  while (next.z >= uniforms.outWidth) { next += vec3(0, 1, -uniforms.outWidth); }
  while (next.y >= uniforms.outHeight) { next += vec3(1, -uniforms.outHeight, 0); }
  return next;
}`;

const readX = (isWide: boolean) => `
fn quadOfX(place : vec3<i32>, depth : i32, end : i32, own : i32, tap : vec3<i32>) -> vec4f {
  var quad = vec4f();
  if (depth >= end) { return quad; }
  ${
    isWide
      ? `let index = indexOfX(place, tap);
  if (own < uniforms.rows && index >= 0) { quad = x[index / 4]; }`
      : `for (var e = 0; e < min(4, uniforms.rows - own); e++) {
    let index = indexOfX(place, tapOf(own + e));
    if (index >= 0) { quad[e] = x[index]; }
  }`
  }
  return quad;
}`;

const readDy = (isWide: boolean) => `
fn quadOfDy(depth : i32, end : i32, column : i32) -> vec4f {
  var quad = vec4f();
  if (depth >= end) { return quad; }
  let index = depth * uniforms.columns + column;
  ${
    isWide
      ? 'if (column < uniforms.columns) { quad = dy[index / 4]; }'
      : 'for (var e = 0; e < min(4, uniforms.columns - column); e++) { quad[e] = dy[index + e]; }'
  }
  return quad;
}`;

const prepare = ({ down }: TileShape) => `
  let own = firstRow + 4 * (thread % ${down});
  let tap = tapOf(own);
  ${eachPlace(down, (n, k) => `var place${n} = placeOf(begin + ${k});`)}`;

const load = ({ down, across }: TileShape) => `
    ${eachPlace(
      down,
      (n, k) => `tileA[${k}][thread % ${down}] = quadOfX(place${n}, start + ${k}, end, own, tap);
    place${n} = further(place${n});`,
    )}
    ${eachLoad(across, (n) => {
      const k = `thread / ${across} + ${(64 / across) * n}`;
      return `tileB[${k}][thread % ${across}] = quadOfDy(start + ${k}, end, firstColumn + 4 * (thread % ${across}));`;
    })}`;

/**
 * WGSL for each of a tile's 16 pixels that one thread reads: `n` is the number of the load, `k` the pixel's place in
 * the tile.
 */
const eachPlace = (down: number, write: (n: number, k: string) => string) =>
  eachLoad(down, (n) => write(n, `thread / ${down} + ${(64 / down) * n}`));
