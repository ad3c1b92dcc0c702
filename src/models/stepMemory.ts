import * as tf from '@tensorflow/tfjs';

import { CompositeLayer } from '../layers/compositeLayer';
import { eachCall, graphInside, kernelsOf } from './graphCalls';

/** Says how many maps of the size of its output a convolution leaves for its gradient. */
type MapsOf = (layer: tf.layers.Layer) => number;

/**
 * Values that a training step of one image holds for its gradients, of the outputs of convolutions.
 *
 * Of a block with `recompute` it holds the output alone, and the inside of one such block at a time.
 */
export function stepValues(graph: tf.LayersModel, inputShapes: tf.Shape[], mapsOf: MapsOf): number {
  const { kept, once } = heldValues(graph, inputShapes, mapsOf);
  return kept + once;
}

/** What is held all the time, and the most that is held some of the time. */
function heldValues(graph: tf.LayersModel, inputShapes: tf.Shape[], mapsOf: MapsOf): { kept: number; once: number } {
  let [kept, once] = [0, 0];
  eachCall(graph, inputShapes, (layer, inputs, outputs) => {
    const size = tf.util.sizeFromShape(outputs[0] as number[]);
    const inside = graphInside(layer);
    if (!inside) {
      if (kernelsOf(layer).length > 0) kept += mapsOf(layer) * size;
      return;
    }
    const held = heldValues(inside, inputs, mapsOf);
    const again = layer instanceof CompositeLayer && layer.recompute;
    kept += again ? size : held.kept;
    once = Math.max(once, again ? held.kept + held.once : held.once);
  });
  return { kept, once };
}
