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
  /** How often the encoder halves height and width, 1 to 8: eight times make one pixel of 256 × 256. @defaultValue `4` */
  depth?: number;
}

/**
 * U-Net: `[batch, height, width, channels]` → `[batch, height, width, classes]`, probabilities.
 *
 * By default 31,042,369 trainable parameters; 31,030,593 without batch norm, as in the paper. `height` and `width` are
 * multiples of 2^`depth`, or `null` for sizes that are known when data come. The same layers, names and weights as
 * `buildMsaUnet` with everything plain.
 *
 * Differs from the paper: padded convolutions, so that the mask is as large as the image; batch norm, unless switched off.
 *
 * @throws RangeError if a side is not legal (the message names the size to pad to), or an option
 * @see Ronneberger et al., U-Net, 2015, https://arxiv.org/abs/1505.04597, Fig. 1
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

/** The boxes of Fig. 1 as the options want them. */
function boxes(options: UnetOptions) {
  const { seed, ...shared } = resolvePlainUnitOptions('buildUnet', options);
  const named = (name: string) => ({ name, ...shared, seed: partSeed(seed, name) });
  return {
    encode: (name: string, filters: number) => node(new DoubleConv({ ...named(name), filters })),
    decode: (name: string) => node(new PlainDecoder(named(name))),
    head: pixelHead('head', resolveHead('buildUnet', options), seed),
  };
}
