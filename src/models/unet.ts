import * as tf from '@tensorflow/tfjs';

import { DoubleConv } from '../layers/doubleConv';
import { MaxPooling2D } from '../layers/maxPooling2d';
import { PlainDecoder } from '../layers/plainDecoder';
import { type PlainUnitOptions, plainUnitNames, resolvePlainUnitOptions } from '../layers/plainUnit';
import { partSeed } from '../layers/unit';
import { requireInteger, requireKnown } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { type HeadOptions, headNames, pixelHead, resolveHead } from './head';
import { type InputShape, inputImage } from './inputImage';

/** Options of {@link buildUnet}. */
export interface UnetOptions extends PlainUnitOptions, HeadOptions {
  /** Channels at full resolution; each level down doubles them. @defaultValue `64` */
  baseFilters?: number;
  /** Number of times the encoder halves height and width, 1 to 8. @defaultValue `4` */
  depth?: number;
}

/**
 * Builds a U-Net: `[batch, height, width, channels]` → `[batch, height, width, classes]`, probabilities.
 *
 * 31,042,369 trainable parameters by default; 31,030,593 without batch norm, as in the paper. `height` and `width` are
 * multiples of 2^`depth`, or `null` if they vary. Layers, names and weights are those of {@link buildMsaUnet} with all
 * modules plain. Options: {@link UnetOptions}.
 *
 * Differs from the paper: padded convolutions, so that the mask is as large as the image, and batch norm unless
 * switched off.
 *
 * @throws OptionError if a side or an option is out of range; for a side, the message names the size to pad to
 * @see Ronneberger et al., U-Net, 2015, https://arxiv.org/abs/1505.04597, Fig. 1
 * @example
 * ```ts
 * import { buildUnet } from 'msa-unet';
 *
 * const model = buildUnet([null, null, 1], { baseFilters: 8, depth: 3, classes: 3 });
 * console.log(model.outputs[0]!.shape, model.countParams()); // [null, null, null, 3] 122107
 * ```
 */
export function buildUnet(inputShape: InputShape, options: UnetOptions = {}): tf.LayersModel {
  const { baseFilters = 64, depth = 4 } = options;
  requireKnown<UnetOptions>('buildUnet', options, { ...plainUnitNames, ...headNames, baseFilters, depth });
  requireInteger('buildUnet', 'baseFilters', baseFilters);
  requireInteger('buildUnet', 'depth', depth, 1, 8);
  const { encode, decode, head } = boxes(options);
  const { image, checked } = inputImage('buildUnet', inputShape, { multiple: 2 ** depth });

  const skips: Node[] = [];
  let x = encode('enc1', baseFilters)(checked); // Fig. 1, left arm
  for (let level = 1; level <= depth; level++) {
    skips.push(x);
    x = encode(`enc${level + 1}`, baseFilters * 2 ** level)(down(`down${level}`)(x));
  }
  for (let level = depth; level >= 1; level--) x = decode(`dec${level}`)([skips[level - 1]!, x]); // right arm

  return tf.model({ name: 'unet', inputs: image, outputs: head(x) });
}

const down = (name: string) => node(new MaxPooling2D({ name, poolSize: 2 }));

/** Makes the boxes of Fig. 1 according to the options. */
function boxes(options: UnetOptions) {
  const { seed, ...shared } = resolvePlainUnitOptions('buildUnet', options);
  const named = (name: string) => ({ name, ...shared, seed: partSeed(seed, name) });
  return {
    encode: (name: string, filters: number) => node(new DoubleConv({ ...named(name), filters })),
    decode: (name: string) => node(new PlainDecoder(named(name))),
    head: pixelHead('head', resolveHead('buildUnet', options), seed),
  };
}
