import type * as tf from '@tensorflow/tfjs';
import { Bottleneck } from '../layers/bottleneck';
import { InvertedResidual } from '../layers/invertedResidual';
import { ResidualBlock } from '../layers/residualBlock';
import { XceptionBlock } from '../layers/xceptionBlock';
import { invalidOption } from '../utils/errors';

/** Encoders with ImageNet weights. */
export type EncoderName = 'resnet34' | 'resnet50' | 'mobilenetV2' | 'xception';

const blocks = {
  resnet34: ResidualBlock,
  resnet50: Bottleneck,
  mobilenetV2: InvertedResidual,
  xception: XceptionBlock,
};

/**
 * Lists the layers with weights in the encoder of a CE-Net or DeepLabv3+, in computation order.
 *
 * Freezing them keeps their weights; their normalisations then use their moving averages and do not update them.
 *
 * @throws OptionError if the model is another network
 * @example
 * ```ts
 * import { buildDeepLabV3Plus, encoderLayers } from 'msa-unet';
 *
 * const model = buildDeepLabV3Plus([64, 64, 1], { backbone: 'mobilenetV2', widthMultiplier: 0.25 });
 * const all = model.trainableWeights.length;
 * for (const layer of encoderLayers(model)) layer.trainable = false;
 * console.log(model.trainableWeights.length < all); // true
 * ```
 */
export function encoderLayers(model: tf.LayersModel): tf.layers.Layer[] {
  requireEncoder('encoderLayers', model);
  return model.layers.filter(({ name }) => /^(stem\d?|enc\d_\d|block\d+)$/.test(name));
}

/**
 * Determines the encoder of a CE-Net or DeepLabv3+.
 *
 * @throws OptionError if the model is another network
 */
export function requireEncoder(owner: string, model: tf.LayersModel): EncoderName {
  const names = Object.keys(blocks) as EncoderName[];
  const found = names.find((name) => model.layers.some((layer) => layer instanceof blocks[name]));
  if (found) return found;
  throw invalidOption(owner, 'model', 'made by buildCeNet or buildDeepLabV3Plus', model.name);
}
