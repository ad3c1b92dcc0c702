import * as kernels from '../catalog';
import { runOperation } from './backend';
import { tensorflowKernel } from './tensorflowKernel';

export const reluGradient = /* @__PURE__ */ tensorflowKernel(kernels.reluGradient, ([dy, y], { activation }) =>
  runOperation(activation === 'relu' ? 'ReluGrad' : 'Relu6Grad', [dy, y]),
);
