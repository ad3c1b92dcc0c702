import * as tf from '@tensorflow/tfjs';

import { CompositeLayer } from '../layers/compositeLayer';

/** A layer that draws random numbers, and can say where it stands in them; the state is JSON. */
export interface RandomLayer extends tf.layers.Layer {
  getState(): object;
  setState(state: object): void;
}

/** All layers of a model, parts of layers included, that have a state as `DropBlock` and `Dropout` do. */
export function randomLayers(model: tf.LayersModel): RandomLayer[] {
  return model.layers.flatMap(withParts).filter(isRandom);
}

function withParts(layer: tf.layers.Layer): tf.layers.Layer[] {
  if (layer instanceof CompositeLayer) return layer.parts.flatMap(withParts);
  return layer instanceof tf.LayersModel ? layer.layers.flatMap(withParts) : [layer];
}

const isRandom = (layer: tf.layers.Layer): layer is RandomLayer => 'getState' in layer && 'setState' in layer;
