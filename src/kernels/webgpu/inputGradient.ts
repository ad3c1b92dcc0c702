import * as kernels from '../catalog';
import { eachLoad, slotOf, storeQuad, type TileShape, tileProduct } from './tileProduct';
import { webgpuKernel } from './webgpuKernel';

/**
 * Computes the input gradient in one program for any stride, without inserting zeros into dy or rotating the filter
 * first.
 */
export const inputGradient = /* @__PURE__ */ webgpuKernel(
  kernels.inputGradient,
  (backend, [dy, filter], { inputShape, outputShape, filterShape, stride, dilation, padding }) => {
    const strided = stride > 1;
    const wide = { map: outputShape[3] % 4 === 0, result: inputShape[3] % 4 === 0 };
    const result = backend.makeTensorInfo(inputShape, 'float32');
    tileProduct(backend, {
      name: `MsaUnetInputGradient${strided ? 'Strided' : ''}`,
      rows: inputShape[0] * inputShape[1] * inputShape[2],
      columns: inputShape[3],
      depth: filterShape[0] * filterShape[1] * outputShape[3],
      inputs: { map: dy, taps: filter }, // `filter` is reserved in WGSL
      result,
      wide: [...(wide.map ? ['map', 'taps'] : []), ...(wide.result ? ['result'] : [])],
      integers: {
        ...{ height: outputShape[1], width: outputShape[2], channels: outputShape[3] },
        ...{ toHeight: inputShape[1], toWidth: inputShape[2], tapsAcross: filterShape[1], stride, dilation },
        ...{ top: padding[0], left: padding[2] },
      },
      functions: `${functionsOf(wide.map, strided)}${filterOf(wide.map)}`,
      prepare,
      quads: 'depth',
      load: (tile) => `${loadMap(tile)}${loadFilter(tile)}`,
      store: storeQuad(wide.result),
    });
    return [result];
  },
);

/** WGSL that reads dy for a pixel of the result; `origin` = (image, row, column) is its place on the padded map. */
const functionsOf = (quadsOfMap: boolean, strided: boolean) => `
fn originOf(pixel : i32) -> vec3<i32> {
  if (pixel >= uniforms.rows) { return vec3(0, -1 << 24, 0); }
  let row = pixel / uniforms.toWidth;
  let at = vec2(row % uniforms.toHeight, pixel % uniforms.toWidth) + vec2(uniforms.top, uniforms.left);
  return vec3(row / uniforms.toHeight, at);
}
fn tapOf(depth : i32) -> vec3<i32> {
  let tap = depth / uniforms.channels;
  let offset = -vec2(tap / uniforms.tapsAcross, tap % uniforms.tapsAcross) * uniforms.dilation;
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

/** WGSL that reads the filter [taps, columns, channels], four channels at a time, which are neighbours in the depth. */
const filterOf = (isWide: boolean) => `
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

/** WGSL for the row or column that a thread reads: four threads share it, each with a different quad of the depth. */
const alongDepth = (n: number) => `thread / 4 + ${16 * n}`;

const loadMap = ({ down }: TileShape) => `
    let depth = start + 4 * deep;
    let tap = tapOf(depth);
    ${eachLoad(down, (n) => `tileA[${slotOf(alongDepth(n), down)}][deep] = quadOfMap(origin${n}, depth, tap);`)}
    `;

const loadFilter = ({ across }: TileShape) =>
  eachLoad(
    across,
    (n) => `tileB[${slotOf(alongDepth(n), across)}][deep] = quadOfFilter(depth, firstColumn + ${alongDepth(n)});`,
  );
