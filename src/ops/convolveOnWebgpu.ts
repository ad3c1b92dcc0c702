import type * as tf from '@tensorflow/tfjs';

import type { ConvGeometry } from './convGeometry';
import { eachLoad, slotOf, storeQuad, type TileShape, tileProductOnWebgpu } from './tileProductOnWebgpu';
import { type WebgpuBackend, webgpuKernel } from './webgpuProgram';

/**
 * Gradient of a convolution with respect to its input, in one program, whatever the stride: neither are zeros put between
 * the pixels of dy, nor is the filter turned first.
 */
export const inputGradientOnWebgpu = webgpuKernel<ConvGeometry>(
  'MsaUnetInputGradient',
  (backend, [dy, filter], geometry) => [convolve(backend, dy!, filter!, geometry, true)],
);

/** A convolution, or with `turned` the gradient for its input, of which `map` is then dy. */
function convolve(
  backend: WebgpuBackend,
  map: tf.TensorInfo,
  filter: tf.TensorInfo,
  { inputShape, outputShape, filterShape, stride, dilation, padding }: ConvGeometry,
  turned: boolean,
): tf.TensorInfo {
  const [from, to] = turned ? [outputShape, inputShape] : [inputShape, outputShape];
  const [tapsDown, tapsAcross] = filterShape;
  const quads = { map: from[3] % 4 === 0, result: to[3] % 4 === 0 };
  const quadsOfFilter = turned ? quads.map : quads.result;
  const result = backend.makeTensorInfo(to, 'float32');
  tileProductOnWebgpu(backend, {
    name: `MsaUnet${turned ? 'InputGradient' : 'Conv2D'}${turned && stride > 1 ? 'Strided' : ''}`,
    rows: to[0] * to[1] * to[2],
    columns: to[3],
    depth: tapsDown * tapsAcross * from[3],
    inputs: { map, taps: filter }, // `filter` is reserved in WGSL
    result,
    wide: Object.entries({ ...quads, taps: quadsOfFilter }).flatMap(([name, isWide]) => (isWide ? name : [])),
    integers: {
      ...{ height: from[1], width: from[2], channels: from[3], toHeight: to[1], toWidth: to[2], tapsAcross, stride },
      ...(turned
        ? { apart: 1, dilation: -dilation, top: -padding[0], left: -padding[2] }
        : { apart: stride, dilation, top: padding[0], left: padding[2] }),
    },
    functions: [
      functionsOf(quads.map, turned && stride > 1),
      turned ? turnedFilter(quadsOfFilter) : plainFilter(quadsOfFilter),
    ].join(''),
    prepare,
    quads: turned ? 'depth depth' : 'depth own',
    load: turned ? (tile) => `${loadMap(tile)}${loadTurned(tile)}` : (tile) => `${loadMap(tile)}${loadPlain(tile)}`,
    store: storeQuad(quads.result),
  });
  return result;
}

/** Reads the map for a pixel of the result, whose first tap lies at `origin` = (image, row, column). */
const functionsOf = (quadsOfMap: boolean, strided: boolean) => `
fn originOf(pixel : i32) -> vec3<i32> {
  if (pixel >= uniforms.rows) { return vec3(0, -1 << 24, 0); }
  let row = pixel / uniforms.toWidth;
  let at = vec2(row % uniforms.toHeight, pixel % uniforms.toWidth) * uniforms.apart - vec2(uniforms.top, uniforms.left);
  return vec3(row / uniforms.toHeight, at);
}
fn tapOf(depth : i32) -> vec3<i32> {
  let tap = depth / uniforms.channels;
  let offset = vec2(tap / uniforms.tapsAcross, tap % uniforms.tapsAcross) * uniforms.dilation;
  return vec3(offset, depth % uniforms.channels);
}
fn indexOfMap(origin : vec3<i32>, tap : vec3<i32>) -> i32 {
  var at = origin.yz + tap.xy;
  ${strided ? 'if (any(at % uniforms.stride != vec2(0))) { return -1; } at /= uniforms.stride;' : ''}
  if (any(at < vec2(0)) || at.x >= uniforms.height || at.y >= uniforms.width) { return -1; }
  return ((origin.x * uniforms.height + at.x) * uniforms.width + at.y) * uniforms.channels + tap.z;
}
fn quadOfMap(origin : vec3<i32>, depth : i32, tap : vec3<i32>) -> vec4f {
  var quad = vec4f();
  ${
    quadsOfMap
      ? `let index = indexOfMap(origin, tap);
  if (depth < uniforms.depth && index >= 0) { quad = map[index / 4]; }`
      : `for (var e = 0; e < min(4, uniforms.depth - depth); e++) {
    let index = indexOfMap(origin, tapOf(depth + e));
    if (index >= 0) { quad[e] = map[index]; }
  }`
  }
  return quad;
}`;

/** The filter [depth, columns], four columns at a time. */
const plainFilter = (isWide: boolean) => `
fn quadOfFilter(depth : i32, column : i32) -> vec4f {
  var quad = vec4f();
  if (depth >= uniforms.depth) { return quad; }
  let index = depth * uniforms.columns + column;
  ${
    isWide
      ? 'if (column < uniforms.columns) { quad = taps[index / 4]; }'
      : 'for (var e = 0; e < min(4, uniforms.columns - column); e++) { quad[e] = taps[index + e]; }'
  }
  return quad;
}`;

/** The filter [taps, columns, channels], four channels at a time, which follow each other in the depth. */
const turnedFilter = (isWide: boolean) => `
fn indexOfFilter(depth : i32, column : i32) -> i32 {
  return (depth / uniforms.channels * uniforms.columns + column) * uniforms.channels + depth % uniforms.channels;
}
fn quadOfFilter(depth : i32, column : i32) -> vec4f {
  var quad = vec4f();
  if (column >= uniforms.columns) { return quad; }
  ${
    isWide
      ? 'if (depth < uniforms.depth) { quad = taps[indexOfFilter(depth, column) / 4]; }'
      : 'for (var e = 0; e < min(4, uniforms.depth - depth); e++) { quad[e] = taps[indexOfFilter(depth + e, column)]; }'
  }
  return quad;
}`;

const prepare = ({ down }: TileShape) => `
  let deep = thread % 4;
  ${eachLoad(down, (n) => `let origin${n} = originOf(firstRow + ${alongDepth(n)});`)}`;

/** The row or column whose quads along the depth a thread reads, of four threads each another one. */
const alongDepth = (n: number) => `thread / 4 + ${16 * n}`;

const loadMap = ({ down }: TileShape) => `
    let depth = start + 4 * deep;
    let tap = tapOf(depth);
    ${eachLoad(down, (n) => `tileA[${slotOf(alongDepth(n), down)}][deep] = quadOfMap(origin${n}, depth, tap);`)}
    `;

const loadTurned = ({ across }: TileShape) =>
  eachLoad(
    across,
    (n) => `tileB[${slotOf(alongDepth(n), across)}][deep] = quadOfFilter(depth, firstColumn + ${alongDepth(n)});`,
  );

const loadPlain = ({ across }: TileShape) =>
  eachLoad(across, (n) => {
    const k = `thread / ${across} + ${(64 / across) * n}`;
    return `tileB[${k}][thread % ${across}] = quadOfFilter(start + ${k}, firstColumn + 4 * (thread % ${across}));`;
  });
