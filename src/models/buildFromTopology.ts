import * as tf from '@tensorflow/tfjs';

import { asModelFormatError, ModelFormatError } from './modelFormatError';
import type { JsonObject } from './readTopology';

const hook = 'addWeight';

/**
 * Builds a model with all weights zero, with no more weights and values than were saved.
 *
 * tfjs allocates whatever a configuration asks for (a `filters` of 10⁹) and runs every initializer, some for minutes,
 * although the values are replaced right afterwards. Both go through `Layer.addWeight`, which is therefore patched to
 * count values and to start from zeros. tfjs builds synchronously, so no other code meets the patched method.
 *
 * @param topology the result of `validateTopology`
 * @param saved number of saved weights, and of values in them
 * @throws ModelFormatError; weights created until then are disposed
 */
export async function buildFromTopology(
  topology: JsonObject,
  saved: { weights: number; values: number },
): Promise<tf.LayersModel> {
  const layer = tf.layers.Layer.prototype;
  const addWeight = layer[hook]; // protected, hence accessed by key
  const made: tf.LayerVariable[] = [];
  let values = 0;
  layer[hook] = function (name, shape, dtype, _initializer, regularizer, trainable, constraint) {
    values += tf.util.sizeFromShape(shape as number[]);
    if (made.length === saved.weights)
      throw new ModelFormatError(`the layers need more weights than the ${saved.weights} that were saved`);
    if (!(values <= saved.values)) {
      throw new ModelFormatError(`the layer "${this.name}" needs a weight "${name}" of ${shape}, more than was saved`);
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
