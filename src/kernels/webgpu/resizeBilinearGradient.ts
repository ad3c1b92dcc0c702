import * as kernels from '../catalog';
import { type Components, componentsOf, elementType } from './components';
import { runProgram } from './program';
import { webgpuKernel } from './webgpuKernel';

/**
 * Computes the gradient of a bilinear resize in one program: a thread gathers the gradients of all resized pixels that
 * its pixel contributes to.
 */
export const resizeBilinearGradient = /* @__PURE__ */ webgpuKernel(
  kernels.resizeBilinearGradient,
  (backend, [dy], { shape, size, shift }) => {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const components = componentsOf(channels);
    const lanes = channels / components;
    const threads = batch * height * width * lanes;
    const dx = backend.makeTensorInfo(shape, 'float32');
    runProgram(backend, {
      name: `MsaUnetResizeBilinearGradientx${components}`,
      inputs: { dy },
      outputs: { dx },
      wide: components === 4,
      groups: Math.ceil(threads / 64),
      integers: { threads, lanes, height, width, outHeight: size[0]!, outWidth: size[1]! },
      floats: { shift },
      code: () => code(components),
    });
    return [dx];
  },
);

const code = (components: Components) => `
fn first(place : i32, length : i32, outLength : i32) -> i32 {
  let at = (f32(place) - 1 + uniforms.shift) * f32(outLength) / f32(length) - uniforms.shift;
  return clamp(i32(floor(at)), 0, outLength - 1);
}
fn last(place : i32, length : i32, outLength : i32) -> i32 {
  let at = (f32(place) + 1 + uniforms.shift) * f32(outLength) / f32(length) - uniforms.shift;
  return select(clamp(i32(ceil(at)), 0, outLength - 1), outLength - 1, place == length - 1);
}
/** Weight of the original pixel place in the resized pixel out, along one axis. */
fn share(place : i32, out : i32, length : i32, outLength : i32) -> f32 {
  let exact = (f32(out) + uniforms.shift) * f32(length) / f32(outLength) - uniforms.shift;
  let at = clamp(exact, 0, f32(length - 1));
  return max(0, 1 - abs(at - f32(place)));
}
fn main(group : i32, thread : i32) {
  let index = group * 64 + thread;
  if (index >= uniforms.threads) { return; }
  let lane = index % uniforms.lanes;
  let z = index / uniforms.lanes % uniforms.width;
  let y = index / (uniforms.lanes * uniforms.width) % uniforms.height;
  let image = index / (uniforms.lanes * uniforms.width * uniforms.height);
  let left = first(z, uniforms.width, uniforms.outWidth);
  let right = last(z, uniforms.width, uniforms.outWidth);
  let bottom = last(y, uniforms.height, uniforms.outHeight);
  var sum = ${elementType(components)}();
  for (var v = first(y, uniforms.height, uniforms.outHeight); v <= bottom; v++) {
    let down = share(y, v, uniforms.height, uniforms.outHeight);
    let row = (image * uniforms.outHeight + v) * uniforms.outWidth;
    for (var u = left; u <= right; u++) {
      let weight = down * share(z, u, uniforms.width, uniforms.outWidth);
      sum += weight * dy[(row + u) * uniforms.lanes + lane];
    }
  }
  dx[index] = sum;
}`;
