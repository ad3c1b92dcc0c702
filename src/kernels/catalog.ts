import type * as tf from '@tensorflow/tfjs';

import type { Neighbours } from '../utils/neighbours';
import type { AdamStep } from './adamStep';
import type { ClaheTiles } from './claheGrid';
import type { ConvGeometry } from './convGeometry';
import type { Kernel } from './kernel';
import type { Pooling } from './pooling';

// Every kernel of this library. A backend implements those that it computes better than stock kernels do: see the lists
// in cpu/, wasm/, webgpu/ and tensorflow/. Maps are [batch, height, width, channels], filters [height, width, channels, filters].

type Scalars = Record<string, number>;
type FeatureMap = tf.Tensor4D;
type Filter = tf.Tensor4D;
type PerChannel = tf.Tensor1D;

/** Attributes of convolutions: their geometry, and what is applied to the sum. */
export type Convolution = ConvGeometry & { activation: Activation };
export type Activation = 'linear' | 'relu' | 'relu6';

export const convolution: Kernel<[x: FeatureMap, filter: Filter, bias?: PerChannel], Convolution, [y: FeatureMap]> = {
  name: 'MsaUnetConvolution',
};
export const depthwiseConvolution: typeof convolution = { name: 'MsaUnetDepthwiseConvolution' };
/** The gradient with respect to the map. */
export const inputGradient: Kernel<[dy: FeatureMap, filter: Filter], ConvGeometry, [dx: FeatureMap]> = {
  name: 'MsaUnetInputGradient',
};
export const filterGradient: Kernel<[x: FeatureMap, dy: FeatureMap], ConvGeometry, [dw: Filter]> = {
  name: 'MsaUnetFilterGradient',
};
export const depthwiseFilterGradient: typeof filterGradient = { name: 'MsaUnetDepthwiseFilterGradient' };
/** Turns a filter by 180° and swaps its channel axes. */
export const turnFilter: Kernel<[filter: Filter], { shape: number[] }, [turned: Filter]> = {
  name: 'MsaUnetTurnFilter',
};

/** `rest` is what the gradient needs besides, such as the places of the maxima. */
export const maxPool: Kernel<[x: FeatureMap], Pooling, [y: FeatureMap, rest?: tf.Tensor]> = { name: 'MsaUnetMaxPool' };
export const maxPoolGradient: Kernel<
  [dy: FeatureMap, x: FeatureMap, y: FeatureMap, rest?: tf.Tensor],
  Pooling,
  [dx: FeatureMap]
> = { name: 'MsaUnetMaxPoolGradient' };

/** `shape` is that of the original, `size` what it was resized to, `shift` where the centre of a pixel lies: 0.5 or 0. */
export const resizeBilinearGradient: Kernel<
  [dy: FeatureMap],
  { shape: number[]; size: number[]; shift: number },
  [dx: FeatureMap]
> = { name: 'MsaUnetResizeBilinearGradient' };
/** Makes every row and column from two others; see `resampleAxes`. */
export const resampleAxes: Kernel<
  [maps: FeatureMap],
  { shape: number[]; rows: Neighbours[]; columns: Neighbours[] },
  [resampled: FeatureMap]
> = { name: 'MsaUnetResampleAxes' };

/** Mean and biased variance of every channel; with a bias, `biasedMean` is the mean plus that. */
export const channelMoments: Kernel<
  [x: FeatureMap, bias?: PerChannel],
  Scalars,
  [mean: PerChannel, variance: PerChannel, biasedMean?: PerChannel]
> = { name: 'MsaUnetChannelMoments' };
export const sumOverPixels: Kernel<[x: FeatureMap], Scalars, [sums: PerChannel]> = { name: 'MsaUnetSumOverPixels' };
/** Normalisation by given moments, and the activation: with `relu` 1 the result lies between 0 and `cap`. */
export const batchNormRelu: Kernel<
  [x: FeatureMap, mean: PerChannel, variance: PerChannel, gamma: PerChannel, beta: PerChannel],
  { epsilon: number; relu: number; cap: number },
  [y: FeatureMap]
> = { name: 'MsaUnetBatchNormRelu' };
/** Its gradient, with the moments as functions of x; y is given unless the activation is linear. */
export const batchNormReluGradient: Kernel<
  [dy: FeatureMap, x: FeatureMap, mean: PerChannel, variance: PerChannel, gamma: PerChannel, y?: FeatureMap],
  { epsilon: number; cap: number },
  [dx: FeatureMap, dGamma: PerChannel, dBeta: PerChannel]
> = { name: 'MsaUnetBatchNormReluGradient' };
/** Moments and normalisation at once, without activation; `rest` is for the gradient. */
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
/** Works a batch normalisation into the convolution before it; `filters` is the number of output channels. */
export const foldBatchNorm: Kernel<
  [filter: Filter, gamma: PerChannel, beta: PerChannel, mean: PerChannel, variance: PerChannel, bias?: PerChannel],
  { epsilon: number; filters: number },
  [filter: Filter, bias: PerChannel]
> = { name: 'MsaUnetFoldBatchNorm' };
/** `momentum · average + (1 − momentum) · value` for two vectors of one length. */
export const movingAverages: Kernel<
  [averageA: tf.Tensor, averageB: tf.Tensor, valueA: tf.Tensor, valueB: tf.Tensor],
  { momentum: number },
  [nextA: tf.Tensor, nextB: tf.Tensor]
> = { name: 'MsaUnetMovingAverages' };
/** The gradient of an activation whose value is y. */
export const reluGradient: Kernel<
  [dy: FeatureMap, y: FeatureMap],
  { activation: Exclude<Activation, 'linear'> },
  [dx: FeatureMap]
> = { name: 'MsaUnetReluGradient' };

/** `channels` of every map; `shape` is what they have in common. */
export const concatChannels: Kernel<FeatureMap[], { shape: number[]; channels: number[] }, [joined: FeatureMap]> = {
  name: 'MsaUnetConcatChannels',
};
export const splitChannels: Kernel<[joined: FeatureMap], { shape: number[]; channels: number[] }, FeatureMap[]> = {
  name: 'MsaUnetSplitChannels',
};
export const flatten: Kernel<tf.Tensor[], Scalars, [vector: tf.Tensor1D]> = { name: 'MsaUnetFlatten' };
/** `ranks` of the tensors, and the `sides` of all of them in one list. */
export const unflatten: Kernel<[vector: tf.Tensor1D], { ranks: number[]; sides: number[] }, tf.Tensor[]> = {
  name: 'MsaUnetUnflatten',
};

/** Drops values at random; which ones follows from `seed` and their place. */
export const dropout: Kernel<[x: tf.Tensor], { rate: number; seed: number }, [y: tf.Tensor]> = {
  name: 'MsaUnetDropout',
};
/** `corners` are the flat indices of the upper left pixels of the dropped blocks. */
export const dropBlockMask: Kernel<[], { shape: number[]; blockSize: number; corners: number[] }, [mask: FeatureMap]> =
  { name: 'MsaUnetDropBlockMask' };

/** One step of Adam on vectors over all weights. It may free its inputs. */
export const adam: Kernel<
  [m: tf.Tensor1D, v: tf.Tensor1D, w: tf.Tensor1D, g: tf.Tensor1D],
  AdamStep,
  [m: tf.Tensor1D, v: tf.Tensor1D, w: tf.Tensor1D]
> = { name: 'MsaUnetAdam' };
/** The same on separate weights: m and v, the weights and their gradients in, the next m, v and weights out. */
export const adamOnWeights: Kernel<tf.Tensor[], AdamStep, tf.Tensor[]> = { name: 'MsaUnetAdamOnWeights' };

export const clahe: Kernel<[images: FeatureMap], ClaheTiles & { shape: number[] }, [equalised: FeatureMap]> = {
  name: 'MsaUnetClahe',
};
export const windowHu: Kernel<[hu: tf.Tensor], { windowMin: number; windowMax: number }, [grey: tf.Tensor]> = {
  name: 'MsaUnetWindowHu',
};
