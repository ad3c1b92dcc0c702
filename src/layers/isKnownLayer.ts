import type * as tf from '@tensorflow/tfjs';

/**
 * Returns whether a graph that is recorded once may replace the layer: its outputs depend only on inputs and weights,
 * apart from what it reports through `drawn` and `moveWeight`. All layers of this library qualify.
 */
export const isKnownLayer = (layer: tf.layers.Layer): boolean =>
  layer.getClassName().startsWith('MsaUnet') || stock.has(layer.getClassName());

/** Layers of tfjs without randomness or state. */
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
