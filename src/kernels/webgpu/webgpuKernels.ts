import type { BackendKernels } from '../kernel';
import { adam } from './adam';
import type { WebgpuBackend } from './backend';
import { batchNormRelu, batchNormReluGradient, channelMoments, sumOverPixels } from './batchNorm';
import { deviceFailure } from './deviceFailure';
import { filterGradient } from './filterGradient';
import { flatten, unflatten } from './flatten';
import { foldBatchNorm } from './foldBatchNorm';
import { inputGradient } from './inputGradient';
import { maxPoolGradient } from './maxPoolGradient';
import { movingAverages } from './movingAverages';
import { resizeBilinearGradient } from './resizeBilinearGradient';
import { splitChannels } from './splitChannels';

/** Programs in WGSL. Forward convolutions, pooling and resizing use tfjs's stock kernels. */
export const webgpuKernels: BackendKernels = {
  implementations: () => [
    inputGradient,
    filterGradient,
    maxPoolGradient,
    resizeBilinearGradient,
    channelMoments,
    sumOverPixels,
    batchNormRelu,
    batchNormReluGradient,
    foldBatchNorm,
    movingAverages,
    splitChannels,
    flatten,
    unflatten,
    adam,
  ],
  failure: (backend) => deviceFailure(backend as WebgpuBackend),
  flag: 'MSA_UNET_WEBGPU_PROGRAMS',
};
