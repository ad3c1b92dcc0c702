import type * as tf from '@tensorflow/tfjs';

import type { Neighbours } from '../utils/neighbours';
import type { AdamStep } from './adamStep';
import type { ClaheTiles } from './claheGrid';
import type { ConvGeometry } from './convGeometry';
import type { Kernel } from './kernel';
import type { Pooling } from './pooling';

// Every kernel of this library. A backend implements those that it computes better than stock kernels; the lists are in
// cpu/, wasm/, webgpu/ and tensorflow/. Maps are [batch, height, width, channels], filters [height, width, channels, filters].

type Scalars = Record<string, number>;
type FeatureMap = tf.Tensor4D;
type Filter = tf.Tensor4D;
type PerChannel = tf.Tensor1D;

/** Attributes of a convolution: its geometry and its activation. */
export type Convolution = ConvGeometry & { activation: Activation };
export type Activation = 'linear' | 'relu' | 'relu6';

export const convolution: Kernel<[x: FeatureMap, filter: Filter, bias?: PerChannel], Convolution, [y: FeatureMap]> = {
  name: 'MsaUnetConvolution',
};
export const depthwiseConvolution: typeof convolution = { name: 'MsaUnetDepthwiseConvolution' };
/** Gradient of a convolution with respect to its input. */
export const inputGradient: Kernel<[dy: FeatureMap, filter: Filter], ConvGeometry, [dx: FeatureMap]> = {
  name: 'MsaUnetInputGradient',
};
/** Gradient of a convolution with respect to its filter. */
export const filterGradient: Kernel<[x: FeatureMap, dy: FeatureMap], ConvGeometry, [dw: Filter]> = {
  name: 'MsaUnetFilterGradient',
};
export const depthwiseFilterGradient: typeof filterGradient = { name: 'MsaUnetDepthwiseFilterGradient' };
/** Rotates a filter by 180° and swaps its channel axes. `shape` is that of the filter. */
export const rotateFilter: Kernel<[filter: Filter], { shape: number[] }, [rotated: Filter]> = {
  name: 'MsaUnetRotateFilter',
};

/** Max pooling. `rest` is passed to the gradient, such as the positions of the maxima. */
export const maxPool: Kernel<[x: FeatureMap], Pooling, [y: FeatureMap, rest?: tf.Tensor]> = { name: 'MsaUnetMaxPool' };
export const maxPoolGradient: Kernel<
  [dy: FeatureMap, x: FeatureMap, y: FeatureMap, rest?: tf.Tensor],
  Pooling,
  [dx: FeatureMap]
> = { name: 'MsaUnetMaxPoolGradient' };

/**
 * Gradient of a bilinear resize. `shape` is that of the original, `size` the height and width after resizing, and `shift`
 * the position of a pixel's centre: 0.5 or 0.
 */
export const resizeBilinearGradient: Kernel<
  [dy: FeatureMap],
  { shape: number[]; size: number[]; shift: number },
  [dx: FeatureMap]
> = { name: 'MsaUnetResizeBilinearGradient' };
/** Interpolates every row and column between two source rows and columns; see src/ops/resampleAxes.ts. */
export const resampleAxes: Kernel<
  [maps: FeatureMap],
  { shape: number[]; rows: Neighbours[]; columns: Neighbours[] },
  [resampled: FeatureMap]
> = { name: 'MsaUnetResampleAxes' };

/** Mean and biased variance of every channel; with a bias also `biasedMean`, the mean plus the bias. */
export const channelMoments: Kernel<
  [x: FeatureMap, bias?: PerChannel],
  Scalars,
  [mean: PerChannel, variance: PerChannel, biasedMean?: PerChannel]
> = { name: 'MsaUnetChannelMoments' };
/** Sum of every channel over the batch and its pixels. */
export const sumOverPixels: Kernel<[x: FeatureMap], Scalars, [sums: PerChannel]> = { name: 'MsaUnetSumOverPixels' };
/** Normalisation with given moments, then an activation: with `relu` 1 the result is clipped to 0…`cap`. */
export const batchNormRelu: Kernel<
  [x: FeatureMap, mean: PerChannel, variance: PerChannel, gamma: PerChannel, beta: PerChannel],
  { epsilon: number; relu: number; cap: number },
  [y: FeatureMap]
> = { name: 'MsaUnetBatchNormRelu' };
/** Gradient of `batchNormRelu`; the moments are functions of x. y is passed unless the activation is linear. */
export const batchNormReluGradient: Kernel<
  [dy: FeatureMap, x: FeatureMap, mean: PerChannel, variance: PerChannel, gamma: PerChannel, y?: FeatureMap],
  { epsilon: number; cap: number },
  [dx: FeatureMap, dGamma: PerChannel, dBeta: PerChannel]
> = { name: 'MsaUnetBatchNormReluGradient' };
/** Moments and normalisation in one kernel, without activation. `rest` is passed to the gradient. */
export const batchNorm: Kernel<
  [x: FeatureMap, gamma: PerChannel, beta: PerChannel],
  { epsilon: number },
  [y: FeatureMap, mean: PerChannel, variance: PerChannel, rest: tf.Tensor]
> = { name: 'MsaUnetBatchNorm' };
export const batchNormGradient: Kernel<
  [dy: FeatureMap, x: FeatureMap, gamma: PerChannel, mean: PerChannel, variance: PerChannel, rest: tf.Tensor],
  { epsilon: number },
  [dx: FeatureMap, dGamma: PerChannel, dBeta: PerChannel]
> = { name: 'MsaUnetBatchNormGradient' };
/** Folds a batch normalisation into the convolution before it. `filters` is the number of output channels. */
export const foldBatchNorm: Kernel<
  [filter: Filter, gamma: PerChannel, beta: PerChannel, mean: PerChannel, variance: PerChannel, bias?: PerChannel],
  { epsilon: number; filters: number },
  [filter: Filter, bias: PerChannel]
> = { name: 'MsaUnetFoldBatchNorm' };
/** `momentum · average + (1 − momentum) · value` for two averages of the same length. */
export const movingAverages: Kernel<
  [averageA: tf.Tensor, averageB: tf.Tensor, valueA: tf.Tensor, valueB: tf.Tensor],
  { momentum: number },
  [nextA: tf.Tensor, nextB: tf.Tensor]
> = { name: 'MsaUnetMovingAverages' };
/** Gradient of an activation, computed from its result y. */
export const reluGradient: Kernel<
  [dy: FeatureMap, y: FeatureMap],
  { activation: Exclude<Activation, 'linear'> },
  [dx: FeatureMap]
> = { name: 'MsaUnetReluGradient' };

/** Joins maps along their channels. `channels` lists those of every map; `shape` is [batch, height, width]. */
export const concatChannels: Kernel<FeatureMap[], { shape: number[]; channels: number[] }, [joined: FeatureMap]> = {
  name: 'MsaUnetConcatChannels',
};
export const splitChannels: Kernel<[joined: FeatureMap], { shape: number[]; channels: number[] }, FeatureMap[]> = {
  name: 'MsaUnetSplitChannels',
};
/** Joins tensors into one vector. */
export const flatten: Kernel<tf.Tensor[], Scalars, [vector: tf.Tensor1D]> = { name: 'MsaUnetFlatten' };
/** Splits a vector into tensors. `ranks` lists the rank of each; `sides` lists the dimensions of all, one after the other. */
export const unflatten: Kernel<[vector: tf.Tensor1D], { ranks: number[]; sides: number[] }, tf.Tensor[]> = {
  name: 'MsaUnetUnflatten',
};

/** Drops values at random; `seed` and the position of a value decide which. */
export const dropout: Kernel<[x: tf.Tensor], { rate: number; seed: number }, [y: tf.Tensor]> = {
  name: 'MsaUnetDropout',
};
/** Mask of DropBlock. `corners` are the flat indices of the upper left pixels of the dropped blocks. */
export const dropBlockMask: Kernel<[], { shape: number[]; blockSize: number; corners: number[] }, [mask: FeatureMap]> =
  { name: 'MsaUnetDropBlockMask' };

/** One Adam step on vectors that hold all weights. The kernel may dispose its inputs. */
export const adam: Kernel<
  [m: tf.Tensor1D, v: tf.Tensor1D, w: tf.Tensor1D, g: tf.Tensor1D],
  AdamStep,
  [m: tf.Tensor1D, v: tf.Tensor1D, w: tf.Tensor1D]
> = { name: 'MsaUnetAdam' };
/** One Adam step on separate weights: m, v, the weights, their gradients → the next m, v and weights. */
export const adamOnWeights: Kernel<tf.Tensor[], AdamStep, tf.Tensor[]> = { name: 'MsaUnetAdamOnWeights' };

/** CLAHE of images with grey levels 0…1. */
export const clahe: Kernel<[images: FeatureMap], ClaheTiles & { shape: number[] }, [equalised: FeatureMap]> = {
  name: 'MsaUnetClahe',
};
/** CT window: Hounsfield units → grey levels 0…1. */
export const windowHu: Kernel<[hu: tf.Tensor], { windowMin: number; windowMax: number }, [grey: tf.Tensor]> = {
  name: 'MsaUnetWindowHu',
};
