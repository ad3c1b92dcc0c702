import * as tf from '@tensorflow/tfjs';

import { requireInteger, requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { eachCall, graphInside, kernelsOf } from './graphCalls';
import { stepValues } from './stepMemory';

/** Options of {@link describeModel}. */
export interface DescribeModelOptions {
  /** Height of the image, in pixels; `null`: the model's own, or 512 where that is open. @defaultValue `null` */
  height?: number | null;
  /** Width of the image, in pixels; `null`: the model's own, or 512 where that is open. @defaultValue `null` */
  width?: number | null;
  /** Images of a training step. @defaultValue `1` */
  batch?: number;
}

/** One layer of a {@link ModelDescription}. */
export interface LayerDescription {
  /** Name, behind those of the blocks that it is a part of: `enc1/single`. */
  name: string;
  /** Class, without the prefix of this library. */
  className: string;
  /** Shape of every output without the batch, call by call: a layer may be shared. */
  outputShapes: number[][];
  /** Numbers that are trained. */
  trainable: number;
  /** Other numbers: moving averages, and all that is frozen. */
  nonTrainable: number;
  /** Multiplications of a convolution's kernel for one image, in all calls; 0 for other layers. */
  multiplyAdds: number;
}

/** What {@link describeModel} tells. */
export interface ModelDescription {
  /** Height, width and channels of the image. */
  inputShape: [height: number, width: number, channels: number];
  /** The layers in the order of the computation; blocks are opened. */
  layers: LayerDescription[];
  /** Numbers that are trained. */
  trainable: number;
  /** Other numbers: moving averages, and all that is frozen. */
  nonTrainable: number;
  /** Billions of multiply-adds of all convolutions for one image; biases, normalisation and resizing are not counted. */
  gigaMacs: number;
  /** Values that all convolutions put out for one image. */
  convolutionOutputs: number;
  /**
   * What a training step holds at least: each of those outputs, and the ReLU of it, as float32, for the batch; of blocks with
   * `recompute` their output alone, and the inside of one at a time. In bytes.
   */
  stepBytes: number;
}

/**
 * Tells what a model is made of and what it costs: layers, output shapes, parameters, multiply-adds, memory.
 *
 * Computes with shapes alone, for a model with one image `[batch, height, width, channels]` as input.
 *
 * @throws RangeError if the size is not the model's, or is none that it takes
 */
export function describeModel(model: tf.LayersModel, options: DescribeModelOptions = {}): ModelDescription {
  const { batch = 1 } = options;
  requireKnown<DescribeModelOptions>('describeModel', options, { batch, height: 0, width: 0 });
  requireInteger('describeModel', 'batch', batch);
  const inputShape = imageShape(model, options);
  const found = new Map<tf.layers.Layer, LayerDescription>();
  let convolutionOutputs = 0;
  const visit = (graph: tf.LayersModel, shapes: tf.Shape[], prefix: string) =>
    eachCall(graph, shapes, (layer, inputs, outputs) => {
      const name = `${prefix}${layer.name}`;
      const inside = graphInside(layer);
      if (inside) return visit(inside, inputs, `${name}/`);
      const row = found.get(layer) ?? describe(layer, name);
      found.set(layer, row);
      row.outputShapes.push(...outputs.map((shape) => shape.slice(1) as number[]));
      const multiplyAdds = multiplyAddsOf(layer, inputs[0]!, outputs[0]!);
      row.multiplyAdds += multiplyAdds;
      if (multiplyAdds > 0) convolutionOutputs += tf.util.sizeFromShape(outputs[0] as number[]);
    });
  visit(model, [[1, ...inputShape]], '');
  const layers = [...found.values()];
  return {
    inputShape,
    layers,
    trainable: sizeOf(model.trainableWeights),
    nonTrainable: sizeOf(model.nonTrainableWeights),
    gigaMacs: layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0) / 1e9,
    convolutionOutputs,
    stepBytes: 4 * batch * stepValues(model, [[1, ...inputShape]], () => 2),
  };
}

function imageShape(
  model: tf.LayersModel,
  { height = null, width = null }: DescribeModelOptions,
): [height: number, width: number, channels: number] {
  const [, ownHeight, ownWidth, channels] = model.inputs[0]!.shape;
  const side = (option: string, asked: number | null, own: number | null) => {
    if (asked !== null) requireInteger('describeModel', option, asked);
    if (asked !== null && own !== null && asked !== own)
      throw invalidOption('describeModel', option, `${own} as in the model`, asked);
    return asked ?? own ?? 512;
  };
  return [side('height', height, ownHeight!), side('width', width, ownWidth!), channels!];
}

const describe = (layer: tf.layers.Layer, name: string): LayerDescription => ({
  name,
  className: layer.getClassName().replace(/^MsaUnet/, ''),
  outputShapes: [],
  trainable: sizeOf(layer.trainableWeights),
  nonTrainable: sizeOf(layer.nonTrainableWeights),
  multiplyAdds: 0,
});

/** Every value of a convolution's kernel meets every pixel of its output; of a transposed one, of its input. */
function multiplyAddsOf(layer: tf.layers.Layer, input: tf.Shape, output: tf.Shape): number {
  const kernels = kernelsOf(layer);
  const [, height, width] = layer.getClassName().endsWith('Transpose') ? input : output;
  return kernels.length === 0 ? 0 : sizeOf(kernels) * height! * width!;
}

const sizeOf = (weights: tf.LayerVariable[]) =>
  weights.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0);
