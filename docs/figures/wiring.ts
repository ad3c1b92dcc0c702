import type * as tf from '@tensorflow/tfjs';

import { layerWords } from './layerWords';

/** One layer of a network: a box of its figure. */
export interface Box {
  /** The layer's name; of a layer without a name, its kind: `add`, `add2`. */
  readonly id: string;
  /** Whether the layer has this name, in saved files too. */
  readonly isNamed: boolean;
  readonly layer: tf.layers.Layer;
  /** The boxes whose maps it takes, in its order. */
  readonly from: readonly string[];
  readonly outputShape: readonly (number | null)[];
}

/** Layers without mathematics, left out of the figures. */
const guards = new Set(['MsaUnetSizeGuard']);

/**
 * Reads the layers of a model and their connections, in the order of computation.
 *
 * @param inputs the names of the inputs in the figure
 * @throws Error if a layer is used twice, which a figure cannot draw as one box
 */
export function wiringOf(model: tf.LayersModel, inputs: readonly string[]): Box[] {
  const ids = idsOf(model, inputs);
  return model.layers.flatMap((layer) => {
    if (guards.has(layer.getClassName())) return [];
    const from = sourcesOf(layer).map((source) => ids.get(throughGuards(source))!);
    const shared = { layer, from, outputShape: layer.outputShape as tf.Shape };
    return { id: ids.get(layer)!, isNamed: from.length > 0 && !isUnnamed(layer), ...shared };
  });
}

/** The boxes that give the outputs of the model. */
export function outputsOf(model: tf.LayersModel, boxes: readonly Box[]): string[] {
  return model.outputs.map(({ sourceLayer }) => boxes.find(({ layer }) => layer === sourceLayer)!.id);
}

function sourcesOf(layer: tf.layers.Layer): tf.layers.Layer[] {
  const [node, ...others] = layer.inboundNodes;
  if (!node || others.length > 0) throw new Error(`${layer.name} is used ${layer.inboundNodes.length} times`);
  return node.inboundLayers;
}

function throughGuards(layer: tf.layers.Layer): tf.layers.Layer {
  return guards.has(layer.getClassName()) ? throughGuards(sourcesOf(layer)[0]!) : layer;
}

function idsOf(model: tf.LayersModel, inputs: readonly string[]): Map<tf.layers.Layer, string> {
  const ids = new Map<tf.layers.Layer, string>();
  for (const [i, { sourceLayer }] of model.inputs.entries()) ids.set(sourceLayer, inputs[i]!);
  const taken = new Set(inputs);
  for (const layer of model.layers) {
    if (ids.has(layer) || guards.has(layer.getClassName())) continue;
    const id = isUnnamed(layer) ? unique(layerWords(layer).short, taken) : layer.name;
    ids.set(layer, id);
    taken.add(id);
  }
  return ids;
}

/** Names that tfjs makes up contain the name of the class. */
const isUnnamed = (layer: tf.layers.Layer) => layer.name.includes(layer.getClassName());

function unique(name: string, taken: ReadonlySet<string>, count = 1): string {
  const numbered = count === 1 ? name : `${name}${count}`;
  return taken.has(numbered) ? unique(name, taken, count + 1) : numbered;
}
