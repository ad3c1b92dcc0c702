import * as tf from '@tensorflow/tfjs';

import { CompositeLayer } from '../layers/compositeLayer';
import { shapesOf } from '../utils/requireMaps';

type VisitCall = (layer: tf.layers.Layer, inputs: tf.Shape[], outputs: tf.Shape[]) => void;

/** Visits every layer call of a graph in computation order, with the shapes that follow from those of the inputs. */
export function eachCall(graph: tf.LayersModel, inputShapes: tf.Shape[], visit: VisitCall): void {
  const shapes = new Map(graph.inputs.map((input, i) => [input, inputShapes[i]!]));
  const shapeOf = (tensor: tf.SymbolicTensor): tf.Shape => {
    const known = shapes.get(tensor);
    if (known) return known;
    const layer = tensor.sourceLayer;
    const inputs = tensor.inputs.map(shapeOf);
    const outputs = shapesOf(layer.computeOutputShape(inputs.length === 1 ? inputs[0]! : inputs));
    layer.inboundNodes[tensor.nodeIndex]!.outputTensors.forEach((output, i) => {
      shapes.set(output, outputs[i]!);
    });
    visit(layer, inputs, outputs);
    return shapes.get(tensor)!;
  };
  for (const output of graph.outputs) shapeOf(output);
}

/** Returns the graph inside a block or a model. `null` for other layers. */
export function graphInside(layer: tf.layers.Layer): tf.LayersModel | null {
  if (layer instanceof CompositeLayer) return layer.wiring;
  return layer instanceof tf.LayersModel ? layer : null;
}

/** Returns the kernels of a convolution; none for other layers. */
export const kernelsOf = (layer: tf.layers.Layer): tf.LayerVariable[] =>
  layer.weights.filter(({ shape, originalName }) => shape.length === 4 && /kernel$/.test(originalName));
