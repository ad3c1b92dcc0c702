import * as tf from '@tensorflow/tfjs';

import { ASPP } from '../layers/aspp';
import { backboneUnitsOf, resolveBackboneUnitOptions } from '../layers/backboneUnit';
import { BilinearUpsampling } from '../layers/bilinearUpsampling';
import { DeepLabDecoder } from '../layers/deepLabDecoder';
import { partSeed } from '../layers/unit';
import { requireKnown, requireOneOf, requirePositive } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type Node, node } from '../utils/graph';
import type { BackboneOptions, Features } from './backbone';
import { type HeadOptions, headNames, pixelHead, resolveHead } from './head';
import { type InputShape, inputImage } from './inputImage';
import { mobileNetV2 } from './mobileNetV2';
import { resNet50 } from './resNet50';
import { xception } from './xception';

/** Options of {@link buildDeepLabV3Plus}. */
export interface DeepLabV3PlusOptions extends HeadOptions {
  /** Encoder: the aligned Xception-65, MobileNetV2 or ResNet-50. @defaultValue `'xception'` */
  backbone?: 'xception' | 'mobilenetV2' | 'resnet50';
  /** Output stride: the size of the image over the size of the deepest map. @defaultValue `16` */
  outputStride?: 8 | 16;
  /**
   * Whether the 3×3 convolutions of ASPP and decoder are separable. `null`: like those of the backbone, that is, dense
   * only for ResNet-50. @defaultValue `null`
   */
  separable?: boolean | null;
  /** Factor for all widths, above 0; widths are rounded up to a multiple of 8. @defaultValue `1` */
  widthMultiplier?: number;
  /** Momentum of the moving averages: the share kept per training step, from 0 to 1. @defaultValue `0.99` */
  momentum?: number;
  /** Seed of the initialisation and of dropout; every part derives its own from it. `null`: random. @defaultValue `null` */
  seed?: number | null;
}

/**
 * Builds DeepLabv3+: `[batch, height, width, channels]` → `[batch, height, width, classes]`, probabilities.
 *
 * 41,049,697 trainable parameters by default; 2,714,097 with MobileNetV2, 40,340,769 with ResNet-50. `height` and
 * `width` are multiples of 16, or `null` if they vary. Options: {@link DeepLabV3PlusOptions}.
 *
 * Differs from the paper: random initial weights, and momentum 0.99 in every normalisation.
 *
 * @throws OptionError if a side or an option is out of range; for a side, the message names the size to pad to
 * @see Chen et al., DeepLabv3+, 2018, https://arxiv.org/abs/1802.02611, Fig. 2
 * @example
 * ```ts
 * import { buildDeepLabV3Plus } from 'msa-unet';
 *
 * const model = buildDeepLabV3Plus([null, null, 1], { backbone: 'mobilenetV2', widthMultiplier: 0.25 });
 * console.log(model.outputs[0]!.shape); // [null, null, null, 1]
 * ```
 */
export function buildDeepLabV3Plus(inputShape: InputShape, options: DeepLabV3PlusOptions = {}): tf.LayersModel {
  const { encode, aspp, lowLevel, decode, head, activate } = boxes(options);
  const { image, checked } = inputImage('buildDeepLabV3Plus', inputShape, { multiple: 16 });

  const { low, high } = encode(checked); // Fig. 2, encoder
  const context = aspp(high);

  const logits = head(decode([lowLevel(low), context])); // decoder

  return tf.model({ name: 'deepLabV3Plus', inputs: image, outputs: activate(up(4)(logits)) });
}

/** Makes the boxes of Fig. 2 according to the options. */
function boxes({
  backbone = 'xception',
  outputStride = 16,
  separable = null,
  widthMultiplier = 1,
  momentum,
  seed: given,
  ...headOptions
}: DeepLabV3PlusOptions) {
  const owner = 'buildDeepLabV3Plus';
  const own = { backbone, outputStride, separable, widthMultiplier, momentum, seed: given };
  requireKnown<DeepLabV3PlusOptions>(owner, headOptions, { ...headNames, ...own });
  requireOneOf(owner, 'backbone', backbone, ['xception', 'mobilenetV2', 'resnet50']);
  if (outputStride !== 8 && outputStride !== 16) throw invalidOption(owner, 'outputStride', '8 or 16', outputStride);
  requirePositive(owner, 'widthMultiplier', widthMultiplier);
  const { seed, ...shared } = resolveBackboneUnitOptions(owner, { epsilon: 1e-5, momentum, seed: given });
  const { filters: classes, activation } = resolveHead(owner, headOptions);
  const width = (filters: number) => 8 * Math.ceil((filters * widthMultiplier) / 8);
  const rates: [number, number, number] = outputStride === 8 ? [12, 24, 36] : [6, 12, 18];
  const named = (name: string) => ({ name, ...shared, seed: partSeed(seed, name) });
  const dense = { filters: width(256), separable: separable ?? backbone !== 'resnet50' };
  return {
    encode: (x: Node) => backbones[backbone](x, { outputStride, width, momentum: shared.momentum, seed }),
    aspp: node(new ASPP({ ...named('aspp'), ...dense, rates })),
    lowLevel: backboneUnitsOf({ ...shared, seed })('low', { filters: width(48), kernelSize: 1 }),
    decode: node(new DeepLabDecoder({ ...named('dec'), ...dense })),
    head: pixelHead('head', { filters: classes, activation: 'linear' }, seed),
    // After the resize, hence not part of a convolution.
    activate: (x: Node) => (activation === 'linear' ? x : node(tf.layers.activation({ name: 'mask', activation }))(x)),
  };
}

const backbones = { xception, mobilenetV2: mobileNetV2, resnet50: resNet50 } satisfies {
  [name: string]: (image: Node, options: BackboneOptions) => Features;
};

const up = (factor: number) => node(new BilinearUpsampling({ name: 'up', factor }));
