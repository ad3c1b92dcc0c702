import * as tf from '@tensorflow/tfjs';

type LayerClass = Parameters<typeof tf.serialization.registerClass>[0];

/** Every layer of this library that can stand in a saved model, in alphabetical order. */
const layerClasses: readonly LayerClass[] = [];

/**
 * Makes the layers of this library known to tfjs by their class names, so that saved models load. May be called again.
 *
 * Every builder and `loadModel` call it; call it yourself only before `tf.loadLayersModel`.
 */
export function registerLayers(): void {
  for (const layerClass of layerClasses) tf.serialization.registerClass(layerClass);
}
