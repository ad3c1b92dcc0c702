import { hostLoops } from '../host/hostLoops';
import { symmetricMaxPool } from '../host/symmetricMaxPool';
import type { BackendKernels, Implementation } from '../kernel';
import { adamOnWeights } from './adam';
import { batchNormRelu, batchNormReluGradient } from './batchNormRelu';
import { channelMoments } from './channelMoments';
import { concatChannels, splitChannels } from './concatChannels';
import { convolution, inputGradient } from './convolution';
import { filterGradient } from './filterGradient';
import { foldBatchNorm } from './foldBatchNorm';
import { maxPoolGradient } from './maxPoolGradient';
import { sharedClone } from './sharedClone';
import { onWasm } from './wasmLoop';

/**
 * Kernels in SIMD. Calls that SIMD does not fit run as host loops, matrix products (filter gradient) or stock kernels
 * (convolutions).
 */
const simd: readonly Implementation[] = [
  convolution,
  inputGradient,
  filterGradient,
  maxPoolGradient,
  channelMoments,
  batchNormRelu,
  batchNormReluGradient,
  foldBatchNorm,
  concatChannels,
  splitChannels,
  adamOnWeights,
];

/** Host loops, for all other kernels. */
const loops = () => hostLoops.filter(({ kernel }) => !simd.some((other) => other.kernel === kernel)).map(onWasm);

export const wasmKernels: BackendKernels = {
  implementations: () => [...simd, symmetricMaxPool('wasm'), ...loops()],
  replacements: [sharedClone],
};
