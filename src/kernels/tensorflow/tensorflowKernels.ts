import type { BackendKernels } from '../kernel';
import { adam } from './adam';
import { batchNorm, batchNormGradient } from './batchNorm';
import { clahe } from './clahe';
import { convolution, depthwiseConvolution } from './convolution';
import { depthwiseFilterGradient, filterGradient, inputGradient } from './convolutionGradients';
import { dropBlockMask } from './dropBlockMask';
import { maxPool, maxPoolGradient } from './maxPool';
import { movingAverages } from './movingAverages';
import { reluGradient } from './reluGradient';
import { resizeBilinearGradient } from './resizeBilinearGradient';

/** TensorFlow's operations that tfjs does not call, or calls without the attributes needed here. */
export const tensorflowKernels: BackendKernels = {
  implementations: () => [
    convolution,
    depthwiseConvolution,
    inputGradient,
    filterGradient,
    depthwiseFilterGradient,
    maxPool,
    maxPoolGradient,
    resizeBilinearGradient,
    batchNorm,
    batchNormGradient,
    movingAverages,
    reluGradient,
    dropBlockMask,
    adam,
    clahe,
  ],
};
