import * as tf from '@tensorflow/tfjs';

import { ConvBatchNormRelu } from '../layers/convBatchNormRelu';
import { stepValues } from '../models/stepMemory';
import { OptionError } from '../utils/optionError';
import { wasmBytes } from '../utils/outOfMemory';
import type { TrainSettings } from './trainOptions';

/**
 * Rejects, before training starts, a training step that can never fit into WebAssembly's memory; other backends do not
 * report theirs. Passing is no guarantee.
 *
 * @throws OptionError that names the alternatives
 */
export async function requireMemory(
  model: tf.LayersModel,
  { train: samples, pieceSize: batch, patch }: Pick<TrainSettings, 'train' | 'pieceSize' | 'patch'>,
): Promise<void> {
  if (tf.getBackend() !== 'wasm' || samples.length === 0) return;
  const [, height, width, channels] = model.inputs[0]!.shape;
  const fixed = patch ?? (height && width ? ([height, width] as const) : null);
  const first = fixed ? { height: fixed[0], width: fixed[1] } : await samples.read(0);
  const bytesOf = (images: number) => leastStepBytes(model, [images, first.height, first.width, channels!]);
  const bytes = bytesOf(batch);
  if (bytes <= wasmBytes) return;
  const fitting = Math.floor((wasmBytes - bytesOf(0)) / (bytesOf(1) - bytesOf(0)));
  throw new OptionError({
    owner: 'trainSegmentation',
    option: 'batchSize',
    expected: 'small enough for the memory of WebAssembly',
    received: batch,
    problem:
      `a step of ${model.name} on ${batch} images of ${first.height}×${first.width} at a time holds at least ` +
      `${(bytes / 2 ** 30).toFixed(1)} GiB, and WebAssembly has 4`,
    fix: [
      { option: 'backend', value: 'tensorflow', action: 'use tfjs-node or WebGPU' },
      ...(fitting > 0 ? [{ option: 'batchSize', value: fitting }, { action: 'raise `accumulate`' }] : []),
      { action: 'use smaller images or a narrower network' },
      { option: 'recompute', value: true, when: 'to the builder of the model' },
    ],
  });
}

/** Computes a lower bound of a step's memory in bytes: maps for the gradient, weights, and the two moments of Adam. */
export function leastStepBytes(model: tf.LayersModel, [batch, ...image]: number[]): number {
  const sizeOf = (weights: tf.LayerVariable[]) =>
    weights.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0);
  const state = 3 * sizeOf(model.trainableWeights) + sizeOf(model.nonTrainableWeights);
  return 4 * (batch! * stepValues(model, [[1, ...image]], mapsOf) + state);
}

/** A convolution keeps its output; a training-mode normalisation keeps another map if a ReLU follows. */
const mapsOf = (layer: tf.layers.Layer): number =>
  layer instanceof ConvBatchNormRelu && layer.trainableWeights.length > 0 && layer.getConfig().activation !== 'linear'
    ? 2
    : 1;
