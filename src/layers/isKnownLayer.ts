import type * as tf from '@tensorflow/tfjs';

/**
 * Whether all that a layer computes is known to follow from its inputs and weights, but for what it tells by `drawn` and
 * `moveWeight`: then a graph, which is recorded once, may stand in for it. Layers of this library keep to that.
 */
export const isKnownLayer = (layer: tf.layers.Layer): boolean =>
  layer.getClassName().startsWith('MsaUnet') || stock.has(layer.getClassName());

/** Layers of tfjs that neither draw nor have a state. */
const stock: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'InputLayer',
  'Activation',
  'ReLU',
  'LeakyReLU',
  'ELU',
  'Softmax',
  'Add',
  'Average',
  'Multiply',
  'Maximum',
  'Minimum',
  'Concatenate',
  'Flatten',
  'Permute',
  'Reshape',
  'ZeroPadding2D',
  'Cropping2D',
  'UpSampling2D',
  'MaxPooling2D',
  'AveragePooling2D',
  'GlobalAveragePooling2D',
  'GlobalMaxPooling2D',
  'Dense',
  'Conv2D',
  'Conv2DTranspose',
  'DepthwiseConv2D',
  'SeparableConv2D',
]);
