import * as tf from '@tensorflow/tfjs';

import { asModelFormatError, ModelFormatError } from './modelFormatError';
import type { JsonObject } from './readTopology';

const hook = 'addWeight';

/**
 * Builds a model whose weights are all zero, never more of them than `maxValues`.
 *
 * tfjs allocates whatever a configuration asks for (a `filters` of 10⁹), and runs every initializer, some of them for
 * minutes, although the values are replaced at once. Both pass through `Layer.addWeight`, which therefore counts and
 * starts from zeros while this builds. tfjs builds without a pause, so nothing else meets the changed method.
 *
 * @param topology what `validateTopology` returned
 * @param maxValues how many values the saved weights have
 * @throws ModelFormatError; all weights made until then are disposed
 */
export async function buildFromTopology(topology: JsonObject, maxValues: number): Promise<tf.LayersModel> {
  const layer = tf.layers.Layer.prototype;
  const addWeight = layer[hook]; // protected: reached by a key
  const made: tf.LayerVariable[] = [];
  let values = 0;
  layer[hook] = function (name, shape, dtype, _initializer, regularizer, trainable, constraint) {
    values += tf.util.sizeFromShape(shape as number[]);
    if (!(values <= maxValues)) {
      throw new ModelFormatError(`the layer "${this.name}" wants a weight "${name}" of ${shape}, more than was saved`);
    }
    const zeros = tf.initializers.zeros();
    const weight = addWeight.call(this, name, shape, dtype, zeros, regularizer, trainable, constraint);
    made.push(weight);
    return weight;
  };
  let building: Promise<tf.LayersModel>;
  try {
    building = tf.models.modelFromJSON({ modelTopology: topology });
  } finally {
    layer[hook] = addWeight;
  }
  return building.catch((cause) => {
    for (const weight of made) weight.dispose();
    throw asModelFormatError(cause);
  });
}
