import * as kernels from '../catalog';
import { type ConvGeometry, paddingRule } from '../convGeometry';
import { convAttributes, runOperation } from './backend';
import { runOnOneDnn, tryOneDnn } from './oneDnn';
import { tensorflowKernel } from './tensorflowKernel';

export const convolution = /* @__PURE__ */ ofOperation(
  kernels.convolution,
  'Conv2D',
  (geometry) => paddingRule(geometry) !== null,
);

/** Leaves dilations to stock kernels: TensorFlow's depthwise operations ignore them. */
export const depthwiseConvolution = /* @__PURE__ */ ofOperation(
  kernels.depthwiseConvolution,
  'DepthwiseConv2dNative',
  (geometry) => paddingRule(geometry) !== null && geometry.dilation === 1,
);

/**
 * Implements a convolution with bias and activation.
 *
 * oneDNN adds the bias in the same kernel. It could also apply the ReLU, but takes that as a list of strings, which
 * tfjs-node's binding cannot pass.
 */
function ofOperation(kernel: typeof kernels.convolution, op: string, takes: (geometry: ConvGeometry) => boolean) {
  return tensorflowKernel(
    kernel,
    ([x, filter, bias], { activation, ...geometry }) => {
      const attributes = convAttributes(geometry.stride, geometry.dilation, paddingRule(geometry)!);
      const plain = () => runOnOneDnn(op, [x, filter], attributes)[0]!;
      const sum = bias
        ? (tryOneDnn(`${op}WithBias`, [x, filter, bias], attributes)?.[0] ??
          runOperation('BiasAdd', [plain(), bias])[0]!)
        : plain();
      if (activation === 'linear') return [sum];
      return runOperation(activation === 'relu' ? 'Relu' : 'Relu6', [sum]);
    },
    (_, geometry) => takes(geometry),
  );
}
