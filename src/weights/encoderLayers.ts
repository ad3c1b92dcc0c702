import type * as tf from '@tensorflow/tfjs';
import { Bottleneck } from '../layers/bottleneck';
import { InvertedResidual } from '../layers/invertedResidual';
import { ResidualBlock } from '../layers/residualBlock';
import { XceptionBlock } from '../layers/xceptionBlock';
import { invalidOption } from '../utils/errors';

/** The encoders that have ImageNet weights. */
export type EncoderName = 'resnet34' | 'resnet50' | 'mobilenetV2' | 'xception';

const blocks = {
  resnet34: ResidualBlock,
  resnet50: Bottleneck,
  mobilenetV2: InvertedResidual,
  xception: XceptionBlock,
};

/**
 * The layers of a CE-Net's or DeepLabv3+'s encoder that have weights, in the order of the computation.
 *
 * To freeze it: `for (const layer of encoderLayers(model)) layer.trainable = false`. Its weights then stay as they are
 * in training, and its normalisations use their moving averages and leave them alone.
 *
 * @throws RangeError if the model is another one
 */
export function encoderLayers(model: tf.LayersModel): tf.layers.Layer[] {
  requireEncoder('encoderLayers', model);
  return model.layers.filter(({ name }) => /^(stem\d?|enc\d_\d|block\d+)$/.test(name));
}

/**
 * Which encoder a CE-Net or DeepLabv3+ has.
 *
 * @throws RangeError if the model is another one
 */
export function requireEncoder(owner: string, model: tf.LayersModel): EncoderName {
  const names = Object.keys(blocks) as EncoderName[];
  const found = names.find((name) => model.layers.some((layer) => layer instanceof blocks[name]));
  if (found) return found;
  throw invalidOption(owner, 'model', 'of buildCeNet or buildDeepLabV3Plus', model.name);
}
