import * as tf from '@tensorflow/tfjs';

import { Concatenate } from '../layers/concatenate';
import { Conv2DTranspose } from '../layers/conv2dTranspose';
import { DoubleConv } from '../layers/doubleConv';
import { MaxPooling2D } from '../layers/maxPooling2d';
import { type PlainUnitOptions, plainUnitNames, resolvePlainUnitOptions } from '../layers/plainUnit';
import { partSeed } from '../layers/unit';
import { requireInteger, requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type Node, node } from '../utils/graph';
import { type HeadOptions, headNames, pixelHead, resolveHead } from './head';
import { type InputShape, inputImage } from './inputImage';

/** Options of {@link buildUnetPlusPlus}. */
export interface UnetPlusPlusOptions extends PlainUnitOptions, HeadOptions {
  /** Channels at full resolution; each level down doubles them. @defaultValue `32` */
  baseFilters?: number;
  /**
   * Number of levels L: how many times the encoder halves height and width. Below 4, it is the pruned network.
   * @defaultValue `4`
   */
  depth?: 1 | 2 | 3 | 4;
  /**
   * Whether every full-resolution node has a head: L outputs, `head1` first, instead of only the last. @defaultValue
   * `false`
   */
  deepSupervision?: boolean;
}

/**
 * Builds UNet++: `[batch, height, width, channels]` → `[batch, height, width, classes]`, probabilities.
 *
 * 9,048,897 trainable parameters by default; 9,041,601 without batch norm. `height` and `width` are multiples of
 * 2^`depth`, or `null` if they vary. Options: {@link UnetPlusPlusOptions}.
 *
 * With `deepSupervision`, train with {@link trainSegmentation} or compile with {@link deepSupervision}; then
 * {@link averageHeads} makes the accurate mode, and {@link pruneUnetPlusPlus} a smaller network.
 *
 * @throws OptionError if a side or an option is out of range; for a side, the message names the size to pad to
 * @see Zhou et al., UNet++, 2018, https://arxiv.org/abs/1807.10165, Fig. 1
 * @example
 * ```ts
 * import { buildUnetPlusPlus } from 'msa-unet';
 *
 * const model = buildUnetPlusPlus([32, 32, 1], { baseFilters: 4, depth: 3, deepSupervision: true });
 * console.log(model.outputs.map(({ name }) => name.split('/')[0])); // ['head1', 'head2', 'head3']
 * ```
 */
export function buildUnetPlusPlus(inputShape: InputShape, options: UnetPlusPlusOptions = {}): tf.LayersModel {
  const { baseFilters = 32, depth = 4, deepSupervision = false } = options;
  requireKnown<UnetPlusPlusOptions>('buildUnetPlusPlus', options, {
    ...plainUnitNames,
    ...headNames,
    baseFilters,
    depth,
    deepSupervision,
  });
  requireInteger('buildUnetPlusPlus', 'baseFilters', baseFilters);
  if (![1, 2, 3, 4].includes(depth)) throw invalidOption('buildUnetPlusPlus', 'depth', '1, 2, 3 or 4', depth);
  const { encode, join, head } = boxes(options);
  const { image, checked } = inputImage('buildUnetPlusPlus', inputShape, { multiple: 2 ** depth });

  const top = topNodes(checked, { encode, join }, baseFilters, depth);
  const heads = top.map((x, i) => () => head(`head${i + 1}`)(x)); // built only if used
  const outputs = (deepSupervision ? heads : heads.slice(-1)).map((make) => make());
  return tf.model({ name: 'unetPlusPlus', inputs: image, outputs });
}

type Boxes = Pick<ReturnType<typeof boxes>, 'encode' | 'join'>;

/** Builds the nodes x(0,1) … x(0,depth) of Fig. 1a, diagonal by diagonal. */
function topNodes(image: Node, { encode, join }: Boxes, f: number, depth: number): Node[] {
  const x00 = encode('x00', f)(image);

  const x10 = encode('x10', 2 * f)(down('down1')(x00));
  const x01 = join('01', f)(x10, x00);
  if (depth === 1) return [x01];

  const x20 = encode('x20', 4 * f)(down('down2')(x10));
  const x11 = join('11', 2 * f)(x20, x10);
  const x02 = join('02', f)(x11, x00, x01);
  if (depth === 2) return [x01, x02];

  const x30 = encode('x30', 8 * f)(down('down3')(x20));
  const x21 = join('21', 4 * f)(x30, x20);
  const x12 = join('12', 2 * f)(x21, x10, x11);
  const x03 = join('03', f)(x12, x00, x01, x02);
  if (depth === 3) return [x01, x02, x03];

  const x40 = encode('x40', 16 * f)(down('down4')(x30));
  const x31 = join('31', 8 * f)(x40, x30);
  const x22 = join('22', 4 * f)(x31, x20, x21);
  const x13 = join('13', 2 * f)(x22, x10, x11, x12);
  const x04 = join('04', f)(x13, x00, x01, x02, x03);
  return [x01, x02, x03, x04];
}

const down = (name: string) => node(new MaxPooling2D({ name, poolSize: 2 }));

/** Makes the boxes of Fig. 1a according to the options. */
function boxes(options: UnetPlusPlusOptions) {
  const { seed, ...shared } = resolvePlainUnitOptions('buildUnetPlusPlus', options);
  const last = resolveHead('buildUnetPlusPlus', options);
  const encode = (name: string, filters: number) =>
    node(new DoubleConv({ name, ...shared, filters, seed: partSeed(seed, name) }));
  const upsample = (name: string, filters: number) =>
    node(new Conv2DTranspose({ name, filters, kernelSize: 2, stride: 2, seed: partSeed(seed, name) }));
  return {
    encode,
    /** Eq. 1: two convolutions over [up; x(i,0); …; x(i,j−1)]. */
    join:
      (at: string, filters: number) =>
      (deeper: Node, ...row: Node[]) => {
        const up = upsample(`up${at}`, filters)(deeper);
        return encode(`x${at}`, filters)(node(new Concatenate({ name: `join${at}` }))([up, ...row]));
      },
    head: (name: string) => pixelHead(name, last, seed),
  };
}
