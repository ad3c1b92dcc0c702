import * as tf from '@tensorflow/tfjs';

import { CompositeLayer } from '../layers/compositeLayer';
import { isRandom, type RandomLayer } from '../layers/replay';

/** All layers of a model, parts of layers included, that have a state as `DropBlock` and `Dropout` do. */
export function randomLayers(model: tf.LayersModel): RandomLayer[] {
  return model.layers.flatMap(withParts).filter(isRandom);
}

function withParts(layer: tf.layers.Layer): tf.layers.Layer[] {
  if (layer instanceof CompositeLayer) return layer.parts.flatMap(withParts);
  return layer instanceof tf.LayersModel ? layer.layers.flatMap(withParts) : [layer];
}
