import * as tf from '@tensorflow/tfjs';

import { backboneUnitsOf, resolveBackboneUnitOptions } from '../layers/backboneUnit';
import { CeNetDecoder } from '../layers/ceNetDecoder';
import { CeNetHead } from '../layers/ceNetHead';
import { DAC } from '../layers/dac';
import { MaxPooling2D } from '../layers/maxPooling2d';
import { ResidualBlock } from '../layers/residualBlock';
import { RMP } from '../layers/rmp';
import { partSeed } from '../layers/unit';
import { requireInteger, requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type Node, node } from '../utils/graph';
import { type HeadOptions, headNames, resolveHead } from './head';
import { type InputShape, inputImage } from './inputImage';

/** Options of {@link buildCeNet}. */
export interface CeNetOptions extends HeadOptions {
  /**
   * Channels of the stem, a multiple of 8; each later stage doubles them. ImageNet weights need 64. @defaultValue `64`
   */
  baseFilters?: number;
  /** Momentum of the moving averages: the share kept per training step, from 0 to 1. @defaultValue `0.9` */
  momentum?: number;
  /** Seed of the initialisation; every part derives its own from it. `null`: random. @defaultValue `null` */
  seed?: number | null;
}

/**
 * Builds CE-Net: `[batch, height, width, channels]` → `[batch, height, width, classes]`, probabilities.
 *
 * 28,996,821 trainable parameters by default, with a ResNet-34 encoder. `height` and `width` are multiples of 32 and at
 * least 192, or `null` if they vary. Padding is symmetric as in PyTorch, so that ImageNet weights of the encoder fit.
 * Options: {@link CeNetOptions}.
 *
 * @throws OptionError if a side or an option is out of range; for a side, the message names the size to pad to
 * @see Gu et al., CE-Net, 2019, https://arxiv.org/abs/1903.02740, Fig. 2
 * @example
 * ```ts
 * import { buildCeNet } from 'msa-unet';
 *
 * const model = buildCeNet([192, 192, 1], { baseFilters: 8, seed: 1 });
 * console.log(model.outputs[0]!.shape); // [null, 192, 192, 1]
 * ```
 */
export function buildCeNet(inputShape: InputShape, options: CeNetOptions = {}): tf.LayersModel {
  const { baseFilters: f = 64 } = options;
  requireKnown<CeNetOptions>('buildCeNet', options, { ...headNames, baseFilters: f, momentum: 0, seed: 0 });
  requireInteger('buildCeNet', 'baseFilters', f);
  if (f % 8 !== 0) throw invalidOption('buildCeNet', 'baseFilters', 'a multiple of 8', f);
  const { stem, encode, dac, rmp, decode, head } = boxes(options);
  const { image, checked } = inputImage('buildCeNet', inputShape, { multiple: 32, atLeast: 192 });

  const e1 = encode('enc1', 3, f)(stem(f)(checked)); // Fig. 2, left: ResNet-34
  const e2 = encode('enc2', 4, 2 * f, 2)(e1);
  const e3 = encode('enc3', 6, 4 * f, 2)(e2);
  const e4 = encode('enc4', 3, 8 * f, 2)(e3);

  const c = rmp(dac(e4)); // middle: the context extractor

  const d4 = sum('sum4', decode('dec4', 4 * f)(c), e3); // right
  const d3 = sum('sum3', decode('dec3', 2 * f)(d4), e2);
  const d2 = sum('sum2', decode('dec2', f)(d3), e1);
  const d1 = decode('dec1', f)(d2);

  return tf.model({ name: 'ceNet', inputs: image, outputs: head(d1) });
}

const sum = (name: string, ...maps: Node[]) => node(tf.layers.add({ name }))(maps);

/** Makes the boxes of Fig. 2 according to the options. */
function boxes(options: CeNetOptions) {
  const { momentum = 0.9, seed = null } = options;
  const units = resolveBackboneUnitOptions('buildCeNet', { epsilon: 1e-5, momentum, seed });
  const last = resolveHead('buildCeNet', options);
  const seeded = (name: string) => ({ name, seed: partSeed(seed, name) });
  const named = (name: string) => ({ ...units, ...seeded(name) });
  return {
    stem: (filters: number) => {
      const conv = backboneUnitsOf(units)('stem', { filters, kernelSize: 7, stride: 2 });
      const pool = node(new MaxPooling2D({ name: 'pool', poolSize: 3, stride: 2, padding: 'symmetric' }));
      return (x: Node) => pool(conv(x));
    },
    /** Residual blocks in sequence; the first has the stride. */
    encode:
      (stage: string, blocks: number, filters: number, stride = 1) =>
      (x: Node) => {
        const names = Array.from({ length: blocks }, (_, i) => `${stage}_${i + 1}`);
        const block = (y: Node, name: string, i: number) =>
          node(new ResidualBlock({ ...named(name), filters, stride: i === 0 ? stride : 1 }))(y);
        return names.reduce(block, x);
      },
    dac: node(new DAC(seeded('dac'))),
    rmp: node(new RMP(seeded('rmp'))),
    decode: (name: string, filters: number) => node(new CeNetDecoder({ ...named(name), filters })),
    head: node(new CeNetHead({ ...seeded('head'), ...last })),
  };
}
