import * as kernels from '../catalog';
import type { ConvGeometry } from '../convGeometry';
import { filterGradientByMatMul } from './filterGradientByMatMul';
import { filterGradientBySimd } from './filterGradientBySimd';
import { simdOf } from './simd/simdOf';
import { wasmKernel } from './wasmKernel';

/**
 * Computes the filter gradient, which tfjs lacks on WASM (tensorflow/tfjs#8474), in SIMD where four divides the
 * filters, otherwise by matrix products.
 */
export const filterGradient = /* @__PURE__ */ wasmKernel(kernels.filterGradient, (backend, [x, dy], geometry) => {
  const simd = geometry.filterShape[3] % 4 === 0 ? simdOf(backend, workOf(geometry)) : null;
  return [
    simd ? filterGradientBySimd(backend, simd, x, dy, geometry) : filterGradientByMatMul(backend, x, dy, geometry),
  ];
});

/** Returns the number of multiplications. */
const workOf = ({ outputShape: [batch, height, width], filterShape }: ConvGeometry): number =>
  filterShape.reduce((product, length) => product * length, batch * height * width);
