import * as kernels from '../catalog';
import type { Pooling } from '../pooling';
import { type Attribute, flag, integers, runOperation, text } from './backend';
import { tryOneDnn } from './oneDnn';
import { tensorflowCpuKernel } from './tensorflowKernel';

/**
 * On large maps, oneDNN stores the positions of the maxima, with which the gradient takes a fifth of TensorFlow's time.
 */
export const maxPool = /* @__PURE__ */ tensorflowCpuKernel(
  kernels.maxPool,
  ([x], pooling) => {
    const [, height, width, channels] = x.shape;
    const places = height * width * channels > LARGE ? tryOneDnn('MaxPool', [x], attributesOf(pooling), 2) : null;
    return places ?? runOperation('MaxPool', [x], attributesOf(pooling));
  },
  supportsPadding,
);

export const maxPoolGradient = /* @__PURE__ */ tensorflowCpuKernel(
  kernels.maxPoolGradient,
  ([dy, x, y, places], pooling) => {
    const attributes = attributesOf(pooling);
    if (!places) return runOperation('MaxPoolGrad', [x, y, dy], attributes);
    return tryOneDnn('MaxPoolGrad', [x, y, dy, places], [...attributes, flag('workspace_enabled', true)])!;
  },
  supportsPadding,
);

/** Values per image from which oneDNN is faster. */
const LARGE = 20_000;

function supportsPadding(_: unknown, { padding }: Pooling): boolean {
  return padding !== 'symmetric';
}

const attributesOf = ({ poolSize, stride, padding }: Pooling): Attribute[] => [
  integers('ksize', [1, poolSize, poolSize, 1]),
  integers('strides', [1, stride, stride, 1]),
  text('padding', padding.toUpperCase()),
];
