import * as tf from '@tensorflow/tfjs';

import { CompositeLayer } from '../layers/compositeLayer';
import { eachCall, graphInside, kernelsOf } from './graphCalls';

/** Number of maps of its output's size that a convolution keeps for the gradient. */
type MapsOf = (layer: tf.layers.Layer) => number;

/**
 * Counts the values of convolution outputs that a training step of one image keeps for the gradient.
 *
 * A block with `recompute` keeps only its output, plus the inside of one such block at a time.
 */
export function stepValues(graph: tf.LayersModel, inputShapes: tf.Shape[], mapsOf: MapsOf): number {
  const { kept, once } = heldValues(graph, inputShapes, mapsOf);
  return kept + once;
}

/** Values kept throughout the step, and the largest number kept temporarily. */
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
