import * as kernels from '../catalog';
import { type Components, componentsOf, elementType } from './components';
import { runProgram } from './program';
import { webgpuKernel } from './webgpuKernel';

/**
 * Computes the gradient of max pooling in one program; it goes to the first maximum of every window.
 *
 * If windows do not overlap, a thread finds the maximum of one window and writes all pixels of its cell. If they
 * overlap, a thread checks all windows that contain its pixel.
 */
export const maxPoolGradient = /* @__PURE__ */ webgpuKernel(
  kernels.maxPoolGradient,
  (backend, [dy, x], { shape, outShape, poolSize, stride, top, left }) => {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const components = componentsOf(channels);
    const apart = stride >= poolSize;
    const cells = (length: number, before: number) => (apart ? Math.ceil((length + before) / stride) : length);
    const [rows, columns] = [cells(height, top), cells(width, left)];
    const lanes = channels / components;
    const threads = batch * rows * columns * lanes;
    const dx = backend.makeTensorInfo(shape, 'float32');
    runProgram(backend, {
      name: `MsaUnetMaxPoolGradient${apart ? 'Apart' : 'Overlapping'}x${components}`,
      inputs: { x, dy },
      outputs: { dx },
      wide: components === 4,
      groups: Math.ceil(threads / 64),
      integers: {
        ...{ threads, rows, columns, lanes, height, width, outHeight: outShape[1]!, outWidth: outShape[2]! },
        ...{ poolSize, stride, top, left },
      },
      code: () => `${types(components)}${findFirst}${apart ? windowsApart : windowsOverlapping}`,
    });
    return [dx];
  },
);

const types = (components: Components) =>
  `alias T = ${elementType(components)}; alias I = ${components === 4 ? 'vec4<i32>' : 'i32'};`;

/** WGSL that finds the first maximum of a window, as row · width + column. */
const findFirst = `
fn indexOf(image : i32, y : i32, z : i32, lane : i32) -> i32 {
  return ((image * uniforms.height + y) * uniforms.width + z) * uniforms.lanes + lane;
}
fn firstMaximum(image : i32, v : i32, u : i32, lane : i32) -> I {
  let top = v * uniforms.stride - uniforms.top;
  let left = u * uniforms.stride - uniforms.left;
  var largest = T(-3.4e38);
  var place = I(-1);
  for (var y = max(top, 0); y < min(top + uniforms.poolSize, uniforms.height); y++) {
    for (var z = max(left, 0); z < min(left + uniforms.poolSize, uniforms.width); z++) {
      let value = x[indexOf(image, y, z, lane)];
      let larger = (value > largest) | (place < I(0));
      place = select(place, I(y * uniforms.width + z), larger);
      largest = select(largest, value, larger);
    }
  }
  return place;
}
fn outIndex(image : i32, v : i32, u : i32, lane : i32) -> i32 {
  return ((image * uniforms.outHeight + v) * uniforms.outWidth + u) * uniforms.lanes + lane;
}
fn main(group : i32, thread : i32) {
  let index = group * 64 + thread;
  if (index >= uniforms.threads) { return; }
  let lane = index % uniforms.lanes;
  let column = index / uniforms.lanes % uniforms.columns;
  let row = index / (uniforms.lanes * uniforms.columns) % uniforms.rows;
  differentiate(index / (uniforms.lanes * uniforms.columns * uniforms.rows), row, column, lane);
}`;

/** Cells as large as the stride cover the map. Every window lies in a cell of its own; some cells have none. */
const windowsApart = `
fn differentiate(image : i32, v : i32, u : i32, lane : i32) {
  var place = I(-1);
  var g = T(0);
  if (v < uniforms.outHeight && u < uniforms.outWidth) {
    place = firstMaximum(image, v, u, lane);
    g = dy[outIndex(image, v, u, lane)];
  }
  let top = v * uniforms.stride - uniforms.top;
  let left = u * uniforms.stride - uniforms.left;
  for (var y = max(top, 0); y < min(top + uniforms.stride, uniforms.height); y++) {
    for (var z = max(left, 0); z < min(left + uniforms.stride, uniforms.width); z++) {
      dx[indexOf(image, y, z, lane)] = select(T(0), g, place == I(y * uniforms.width + z));
    }
  }
}`;

const windowsOverlapping = `
fn firstWindow(place : i32) -> i32 {
  return max(0, (place - uniforms.poolSize + uniforms.stride) / uniforms.stride);
}
fn differentiate(image : i32, y : i32, z : i32, lane : i32) {
  let top = y + uniforms.top;
  let left = z + uniforms.left;
  var sum = T(0);
  for (var v = firstWindow(top); v <= min(top / uniforms.stride, uniforms.outHeight - 1); v++) {
    for (var u = firstWindow(left); u <= min(left / uniforms.stride, uniforms.outWidth - 1); u++) {
      let found = firstMaximum(image, v, u, lane) == I(y * uniforms.width + z);
      sum += select(T(0), dy[outIndex(image, v, u, lane)], found);
    }
  }
  dx[indexOf(image, y, z, lane)] = sum;
}`;
