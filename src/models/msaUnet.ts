import * as tf from '@tensorflow/tfjs';

import { AASPP } from '../layers/aaspp';
import { DoubleConv } from '../layers/doubleConv';
import { type DropBlockSettings, resolveDropBlock } from '../layers/dropBlock';
import { MaxPooling2D } from '../layers/maxPooling2d';
import { MSRB } from '../layers/msrb';
import { PlainDecoder } from '../layers/plainDecoder';
import { RASM } from '../layers/rasm';
import { partSeed, resolveUnitOptions, type UnitOptions, unitNames } from '../layers/unit';
import { type BilinearGrid, requireGrid } from '../ops/resizeBilinear';
import { type Names, requireInteger, requireKnown, requireOneOf } from '../utils/check';
import { type Node, node } from '../utils/graph';
import { type HeadOptions, headNames, pixelHead, type ResolvedHead, resolveHead } from './head';
import { type InputShape, inputImage } from './inputImage';

/** Stage of MSA-UNet that contains an {@link MSRB} and may apply DropBlock. */
export type MsaUnetStage = 'enc1' | 'enc2' | 'enc3' | 'enc4' | 'enc5' | 'dec4' | 'dec3' | 'dec2' | 'dec1';

/** Options of {@link buildMsaUnet}. */
export interface MsaUnetOptions extends UnitOptions, HeadOptions {
  /** Channels at full resolution; each level down doubles them. The paper gives no widths. @defaultValue `16` */
  baseFilters?: number;
  /** Encoder stages: the paper's MSRB, or two plain units as in a U-Net. @defaultValue `'msrb'` */
  encoder?: 'msrb' | 'plain';
  /** Module after the encoder: the paper's AASPP, or none. @defaultValue `'aaspp'` */
  context?: 'aaspp' | 'none';
  /** Decoder stages: the paper's RASM, or those of a U-Net. @defaultValue `'rasm'` */
  decoder?: 'rasm' | 'plain';
  /**
   * Channels of each branch of the AASPP. `null`: as many as the deepest map has, 16 · `baseFilters`. @defaultValue
   * `null`
   */
  asppWidth?: number | null;
  /**
   * DropBlock settings of every MSRB, or of each stage by name (omitted stages: the default). `null`: no DropBlock.
   * @defaultValue `{ blockSize: 7, keepProb: 0.9, perChannel: true, rampSteps: 0 }`
   */
  dropBlock?: DropBlockSettings | { [stage in MsaUnetStage]?: DropBlockSettings | null } | null;
  /** Grid of every bilinear upsampling. @defaultValue `'halfPixel'` */
  grid?: BilinearGrid;
  /**
   * Whether a training step recomputes the activations inside every MSRB and RASM for the gradient instead of keeping
   * them. It uses half the memory or less, takes a quarter to a half longer, and gives equal numbers.
   * @defaultValue `false`
   */
  recompute?: boolean;
}

/**
 * Builds MSA-UNet: `[batch, height, width, channels]` → `[batch, height, width, classes]`, probabilities.
 *
 * 14,064,241 trainable parameters at the default width. `height` and `width` are multiples of 16 and at least 32, or
 * `null` if they vary; multiples of 128 match the paper exactly. Options: {@link MsaUnetOptions}.
 *
 * No known differences from the paper, which leaves widths, DropBlock settings and much of Eq. 2 open; each layer
 * documents the choice made here.
 *
 * @throws OptionError if a side or an option is out of range; for a side, the message names the size to pad to
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Fig. 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { bceDiceLoss, buildMsaUnet, diceCoefficient } from 'msa-unet';
 *
 * const model = buildMsaUnet([64, 64, 1], { baseFilters: 4, seed: 1 }); // the default is 16
 * model.compile({ optimizer: tf.train.adam(1e-3), loss: bceDiceLoss(), metrics: [diceCoefficient] });
 * console.log(model.outputs[0]!.shape); // [null, 64, 64, 1]
 * ```
 */
export function buildMsaUnet(inputShape: InputShape, options: MsaUnetOptions = {}): tf.LayersModel {
  const { baseFilters: f = 16 } = options;
  requireKnown<MsaUnetOptions>('buildMsaUnet', options, {
    ...{ baseFilters: f, encoder: 0, context: 0, decoder: 0, asppWidth: 0, dropBlock: 0, grid: 0, recompute: 0 },
    ...unitNames,
    ...headNames,
  });
  requireInteger('buildMsaUnet', 'baseFilters', f);
  const { encode, context, decode, head } = boxes(options);
  const last = resolveHead('buildMsaUnet', options);
  const { image, checked } = inputImage('buildMsaUnet', inputShape, { multiple: 16, atLeast: 32 });

  const e1 = encode('enc1', f)(checked); // Fig. 1, left arm
  const e2 = encode('enc2', 2 * f)(down('down1')(e1));
  const e3 = encode('enc3', 4 * f)(down('down2')(e2));
  const e4 = encode('enc4', 8 * f)(down('down3')(e3));
  const e5 = encode('enc5', 16 * f)(down('down4')(e4));

  const c = context(e5); // bottom

  const d4 = decode('dec4')([e4, c]); // right arm
  const d3 = decode('dec3')([e3, d4]);
  const d2 = decode('dec2')([e2, d3]);
  const d1 = decode('dec1')([e1, d2]);

  return tf.model({ name: 'msaUnet', inputs: image, outputs: head(last)(d1) });
}

const down = (name: string) => node(new MaxPooling2D({ name, poolSize: 2 }));

/** Makes the boxes of Fig. 1 according to the options. */
function boxes({
  encoder = 'msrb',
  context = 'aaspp',
  decoder = 'rasm',
  asppWidth = null,
  dropBlock = {},
  grid = 'halfPixel',
  recompute = false,
  ...unitOptions
}: MsaUnetOptions) {
  requireOneOf('buildMsaUnet', 'encoder', encoder, ['msrb', 'plain']);
  requireOneOf('buildMsaUnet', 'context', context, ['aaspp', 'none']);
  requireOneOf('buildMsaUnet', 'decoder', decoder, ['rasm', 'plain']);
  requireGrid('buildMsaUnet', grid);
  if (asppWidth !== null) requireInteger('buildMsaUnet', 'asppWidth', asppWidth);
  const { seed, ...shared } = resolveUnitOptions('buildMsaUnet', unitOptions);
  const named = (name: string) => ({ name, ...shared, seed: partSeed(seed, name) });
  const drop = new Map(stages.map((stage) => [stage, dropBlock && dropBlockOf(dropBlock, stage)]));
  return {
    encode: (name: MsaUnetStage, filters: number) =>
      node(
        encoder === 'msrb'
          ? new MSRB({ ...named(name), filters, dropBlock: drop.get(name), recompute })
          : new DoubleConv({ ...named(name), filters }),
      ),
    context: (x: Node) =>
      context === 'aaspp' ? node(new AASPP({ ...named('context'), width: asppWidth, grid }))(x) : x,
    decode: (name: MsaUnetStage) =>
      node(
        decoder === 'rasm'
          ? new RASM({ ...named(name), dropBlock: drop.get(name), grid, recompute })
          : new PlainDecoder(named(name)),
      ),
    head: (last: ResolvedHead) => pixelHead('head', last, seed),
  };
}

const stages: MsaUnetStage[] = ['enc1', 'enc2', 'enc3', 'enc4', 'enc5', 'dec4', 'dec3', 'dec2', 'dec1'];

/** Looks up the settings of one stage, given for all stages or by name. */
function dropBlockOf(dropBlock: MsaUnetOptions['dropBlock'] & object, stage: MsaUnetStage) {
  const byStage = stages.some((name) => name in dropBlock);
  if (byStage) requireKnown<StageSettings>('buildMsaUnet', dropBlock, stageNames);
  else requireKnown<DropBlockSettings & StageSettings>('buildMsaUnet', dropBlock, { ...dropBlockNames, ...stageNames });
  const own = byStage ? (dropBlock as StageSettings)[stage] : (dropBlock as DropBlockSettings);
  return own === null ? null : resolveDropBlock('buildMsaUnet', own ?? {});
}

type StageSettings = { [stage in MsaUnetStage]?: DropBlockSettings | null };

const stageNames: Names<StageSettings> = {
  enc1: 0,
  enc2: 0,
  enc3: 0,
  enc4: 0,
  enc5: 0,
  dec4: 0,
  dec3: 0,
  dec2: 0,
  dec1: 0,
};
const dropBlockNames: Names<DropBlockSettings> = { blockSize: 0, keepProb: 0, perChannel: 0, rampSteps: 0 };
