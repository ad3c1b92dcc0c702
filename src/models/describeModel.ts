import * as tf from '@tensorflow/tfjs';

import { requireInteger, requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { eachCall, graphInside, kernelsOf } from './graphCalls';
import { stepValues } from './stepMemory';

/** Options of {@link describeModel}. */
export interface DescribeModelOptions {
  /** Height of the image in pixels. `null`: the model's own, or 512 if that is open. @defaultValue `null` */
  height?: number | null;
  /** Width of the image in pixels. `null`: the model's own, or 512 if that is open. @defaultValue `null` */
  width?: number | null;
  /** Images per training step. @defaultValue `1` */
  batch?: number;
}

/** One layer of a {@link ModelDescription}. */
export interface LayerDescription {
  /** Name, prefixed by the blocks that contain the layer: `enc1/single`. */
  name: string;
  /** Class name without the prefix of this library. */
  className: string;
  /** Shape of every output without the batch, one per call for shared layers. */
  outputShapes: number[][];
  /** Number of trainable parameters. */
  trainable: number;
  /** Number of other parameters: moving averages and frozen weights. */
  nonTrainable: number;
  /** Multiply-adds of a convolution for one image, summed over all calls; 0 for other layers. */
  multiplyAdds: number;
}

/** Result of {@link describeModel}. */
export interface ModelDescription {
  /** Height, width and channels of the image. */
  inputShape: [height: number, width: number, channels: number];
  /** Layers in computation order; blocks are expanded. */
  layers: LayerDescription[];
  /** Number of trainable parameters. */
  trainable: number;
  /** Number of other parameters: moving averages and frozen weights. */
  nonTrainable: number;
  /** Billions of multiply-adds of all convolutions for one image; excludes biases, normalisation and resizing. */
  gigaMacs: number;
  /** Number of output values of all convolutions for one image. */
  convolutionOutputs: number;
  /**
   * Lower bound of a training step's memory in bytes: for the batch, every convolution's output and its ReLU in
   * float32. Blocks with `recompute` count with their output alone, plus the inside of one block at a time.
   */
  stepBytes: number;
}

/**
 * Describes what a model consists of and costs: layers, output shapes, parameters, multiply-adds and memory.
 *
 * Works on shapes alone, for models with one image input `[batch, height, width, channels]`. Options:
 * {@link DescribeModelOptions}.
 *
 * @throws OptionError if the size differs from the model's, or the model cannot take it
 * @example
 * ```ts
 * import { buildUnet, describeModel } from 'msa-unet';
 *
 * const model = buildUnet([null, null, 1], { baseFilters: 4, depth: 2 });
 * const { gigaMacs, trainable } = describeModel(model, { height: 64, width: 64 });
 * console.log(trainable, gigaMacs.toFixed(4)); // 7557 0.0063
 * ```
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

/** Each kernel value meets every output pixel of a convolution, or every input pixel of a transposed one. */
function multiplyAddsOf(layer: tf.layers.Layer, input: tf.Shape, output: tf.Shape): number {
  const kernels = kernelsOf(layer);
  const [, height, width] = layer.getClassName().endsWith('Transpose') ? input : output;
  return kernels.length === 0 ? 0 : sizeOf(kernels) * height! * width!;
}

const sizeOf = (weights: tf.LayerVariable[]) =>
  weights.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0);
