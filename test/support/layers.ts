import * as tf from '@tensorflow/tfjs';

import { CompositeLayer } from '../../src/layers/compositeLayer';
import { DropBlock } from '../../src/layers/dropBlock';
import { Dropout } from '../../src/layers/dropout';
import { SizeGuard } from '../../src/layers/sizeGuard';
import { randomTensor, randomValues, type Values } from './gradients';

/** A layer alone in a model; shapes without the batch, `null` for open sides. */
export function modelOf(layer: tf.layers.Layer, shapes: (number | null)[][]): tf.LayersModel {
  const inputs = shapes.map((shape) => tf.input({ shape }));
  return tf.model({ inputs, outputs: layer.apply(inputs.length === 1 ? inputs[0]! : inputs) as tf.SymbolicTensor });
}

/** A layer or model, and everything inside it. */
export function partsOf(layer: tf.layers.Layer): tf.layers.Layer[] {
  if (layer instanceof CompositeLayer) return [layer, ...layer.parts.flatMap(partsOf)];
  return layer instanceof tf.LayersModel ? [layer, ...layer.layers.flatMap(partsOf)] : [layer];
}

/** Names of weights as they stand in a saved file. */
export const namesOf = (weights: tf.LayerVariable[]): string[] => weights.map((weight) => weight.originalName);

/** Gives biases, scales and moving averages random values, instead of the zeros and ones that hide mistakes. */
export function shake(layer: tf.layers.Layer): void {
  layer.weights.forEach((weight, i) => {
    if (weight.shape.length > 1) return;
    const centre = /gamma|variance/.test(weight.originalName) ? 1 : 0;
    tf.tidy(() => {
      weight.write(tf.add(tf.mul(randomTensor(weight.shape as number[], i + 1), 0.5), centre));
    });
  });
}

/**
 * Sets weights by the ends of their names, for cases worked by hand. Kernels not named are 0, and scales not named
 * cancel the ε of the normalisation, so that a unit is its convolution and a ReLU.
 */
export function setWeights(layer: tf.layers.Layer, values: Record<string, number[]>): void {
  for (const { name, weight } of layer.weights.map((weight) => ({ name: weight.originalName, weight }))) {
    const given = Object.keys(values).find((end) => name.endsWith(`/${end}`));
    const size = tf.util.sizeFromShape(weight.shape as number[]);
    const usual = name.endsWith('kernel') ? 0 : name.endsWith('gamma') ? Math.sqrt(1.001) : null;
    if (given === undefined && usual === null) continue;
    tf.tidy(() => {
      const value = given === undefined ? new Array<number>(size).fill(usual!) : values[given]!;
      weight.write(tf.tensor(value, weight.shape as number[]));
    });
  }
}

/** A 3×3 filter of one channel with one tap: `value` at that row and column. */
export const tap = (value: number, row = 1, column = 1): number[] =>
  Array.from({ length: 9 }, (_, i) => (i === 3 * row + column ? value : 0));

/** One image of one channel. */
export const image = (rows: number[][]): tf.Tensor4D => tf.tensor4d(rows.flat(), [1, rows.length, rows[0]!.length, 1]);

/** What a layer gives, in training or not, for inputs that are disposed. */
export async function outputOf(
  layer: tf.layers.Layer,
  x: tf.Tensor | tf.Tensor[],
  training = false,
): Promise<number[]> {
  const y = layer.apply(x, { training }) as tf.Tensor;
  tf.dispose(x);
  return read(y);
}

/** Trainable and other weights of a layer or model, counted as tfjs does; of those whose names begin so. */
export function countsOf(layer: tf.layers.Layer, ...prefixes: string[]): [trainable: number, other: number] {
  const count = (weights: tf.LayerVariable[]) =>
    weights
      .filter(({ originalName }) => prefixes.length === 0 || prefixes.some((start) => originalName.startsWith(start)))
      .reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0);
  return [count(layer.trainableWeights), count(layer.nonTrainableWeights)];
}

/** Lets every layer that drops begin again with its first mask. */
function rewind(layer: tf.layers.Layer): void {
  for (const part of partsOf(layer))
    if (part instanceof DropBlock || part instanceof Dropout) part.setState({ calls: 0 });
}

/** One call of a layer or model; the same masks every time. */
export function call(layer: tf.layers.Layer, inputs: tf.Tensor[], training: boolean): tf.Tensor {
  rewind(layer);
  return layer.apply(inputs.length === 1 ? inputs[0]! : inputs, { training }) as tf.Tensor;
}

/** The layer as a function of its inputs and, last, all its trainable weights in one vector (if it has any). */
export function asFunction(layer: tf.layers.Layer, training: boolean): (...inputs: tf.Tensor[]) => tf.Tensor {
  const weights = layer.trainableWeights;
  if (weights.length === 0) return (...inputs) => call(layer, inputs, training);
  return (...args) =>
    tf.tidy(() => {
      const flat = args.at(-1)!;
      let start = 0;
      for (const weight of weights) {
        const size = tf.util.sizeFromShape(weight.shape as number[]);
        const value = flat.slice([start], [size]).reshape(weight.shape as number[]);
        weight.read = () => value; // in place of the method of the class
        start += size;
      }
      const y = call(layer, args.slice(0, -1), training);
      for (const weight of weights) Reflect.deleteProperty(weight, 'read');
      return y;
    });
}

/** All numbers of some weights, one after the other. */
export const valuesOf = (weights: tf.LayerVariable[]): Promise<number[]> =>
  read(tf.tidy(() => tf.concat(weights.map((weight) => weight.read().flatten()))));

/** Where {@link asFunction} of a layer stands: a random batch, and its weights. */
export async function pointOf(layer: tf.layers.Layer, model: tf.LayersModel): Promise<Values[]> {
  const inputs = inputShapes(model, 2).map((shape, i) => randomValues(shape, 11 + i));
  if (layer.trainableWeights.length === 0) return inputs;
  const values = Float32Array.from(await valuesOf(layer.trainableWeights));
  return [...inputs, { shape: [values.length], values }];
}

/** A batch for every input of a model; open sides are 32, or as long as the model wants at least. */
export const batchFor = (model: tf.LayersModel, images = 2): tf.Tensor[] =>
  inputShapes(model, images).map((shape, i) => randomTensor(shape, 11 + i));

function inputShapes(model: tf.LayersModel, images: number): number[][] {
  const guard = model.layers.find((layer) => layer instanceof SizeGuard);
  const open = Math.max(32, guard?.atLeast ?? 0);
  return model.inputs.map(({ shape }) => [images, ...shape.slice(1).map((n) => n ?? open)]);
}

/** The numbers of a tensor, which is disposed. */
export async function read(tensor: tf.Tensor): Promise<number[]> {
  const values = Array.from(await tensor.data());
  tensor.dispose();
  return values;
}

/** What a model predicts for `scale` times the one image of its {@link batchFor}. */
export async function predictionsOf(model: tf.LayersModel, scale = 1): Promise<number[]> {
  const outputs = tf.tidy(() => {
    const predicted = model.predict(batchFor(model, 1).map((input) => tf.mul(input, scale)));
    return Array.isArray(predicted) ? predicted : [predicted];
  });
  return (await Promise.all(outputs.map(read))).flat();
}
