import { adamOnWeights } from './adam';
import { batchNormRelu, batchNormReluGradient } from './batchNormRelu';
import { channelMoments } from './channelMoments';
import { clahe } from './clahe';
import { concatChannels, splitChannels } from './concatChannels';
import { depthwiseFilterGradient } from './depthwiseFilterGradient';
import { dropBlockMask } from './dropBlockMask';
import { dropout } from './dropout';
import { filterGradient } from './filterGradient';
import { foldBatchNorm } from './foldBatchNorm';
import type { HostLoop } from './hostLoop';
import { maxPoolGradient } from './maxPoolGradient';
import { movingAverages } from './movingAverages';
import { resampleAxes } from './resampleAxes';
import { resizeBilinearGradient } from './resizeBilinearGradient';
import { rotateFilter } from './rotateFilter';
import { sumOverPixels } from './sumOverPixels';
import { unflatten } from './unflatten';

/**
 * Kernels as loops over typed arrays. The cpu backend uses them all, the wasm backend those that it has no faster
 * kernel for.
 */
export const hostLoops: readonly HostLoop[] = [
  filterGradient,
  depthwiseFilterGradient,
  rotateFilter,
  maxPoolGradient,
  resizeBilinearGradient,
  resampleAxes,
  channelMoments,
  sumOverPixels,
  batchNormRelu,
  batchNormReluGradient,
  foldBatchNorm,
  movingAverages,
  concatChannels,
  splitChannels,
  unflatten,
  dropout,
  dropBlockMask,
  adamOnWeights,
  clahe,
];
