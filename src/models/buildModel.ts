import type * as tf from '@tensorflow/tfjs';

import { requireOneOf } from '../utils/check';
import { frozen } from '../utils/frozen';
import { buildCeNet, type CeNetOptions } from './ceNet';
import { buildDeepLabV3Plus, type DeepLabV3PlusOptions } from './deepLabV3Plus';
import type { InputShape } from './inputImage';
import { buildMsaUnet, type MsaUnetOptions } from './msaUnet';
import { buildUnet, type UnetOptions } from './unet';
import { buildUnetPlusPlus, type UnetPlusPlusOptions } from './unetPlusPlus';

/** Names that {@link buildModel} accepts, each with its options. */
export interface ModelOptions {
  /** {@link buildMsaUnet}, the full network. */
  msaUnet: MsaUnetOptions;
  /** Ablation: a plain U-Net with the MSRB encoder. */
  unetMsrb: MsaUnetOptions;
  /** Ablation: a plain U-Net with the AASPP after its encoder. */
  unetAaspp: MsaUnetOptions;
  /** Ablation: a plain U-Net with the RASM decoder. */
  unetRasm: MsaUnetOptions;
  /** {@link buildUnet} with batch norm. */
  unet: UnetOptions;
  /** U-Net of the published UNet++ code: 32 to 512 channels, dropout and weight penalties, no batch norm. */
  unetPublished: UnetOptions;
  /** U-Net of 2015, padded: 64 to 1024 channels, no batch norm. */
  unetClassic: UnetOptions;
  /** {@link buildUnetPlusPlus} with batch norm and one head. */
  unetPlusPlus: UnetPlusPlusOptions;
  /** UNet++ of its published code: dropout, weight penalties and deep supervision, no batch norm. */
  unetPlusPlusPublished: UnetPlusPlusOptions;
  /** {@link buildCeNet}. */
  ceNet: CeNetOptions;
  /** {@link buildDeepLabV3Plus} on Xception-65. */
  deepLabV3Plus: DeepLabV3PlusOptions;
  /** DeepLabv3+ on MobileNetV2, the smallest of the three. */
  deepLabV3PlusMobile: DeepLabV3PlusOptions;
  /** DeepLabv3+ on ResNet-50. */
  deepLabV3PlusResnet: DeepLabV3PlusOptions;
}

/** Name of a network or of one of its presets. */
export type ModelName = keyof ModelOptions;

const plain = { encoder: 'plain', context: 'none', decoder: 'plain' } as const;
const published = { batchNorm: false, dropout: 0.5, l2: 1e-4 };

/** Options in which each preset differs from the defaults of its builder. Frozen. */
export const modelPresets: { readonly [Name in ModelName]: Readonly<ModelOptions[Name]> } = /* @__PURE__ */ frozen({
  msaUnet: {},
  unetMsrb: { ...plain, encoder: 'msrb' },
  unetAaspp: { ...plain, context: 'aaspp' },
  unetRasm: { ...plain, decoder: 'rasm' },
  unet: {},
  unetPublished: { ...published, baseFilters: 32 },
  unetClassic: { batchNorm: false },
  unetPlusPlus: {},
  unetPlusPlusPublished: { ...published, baseFilters: 32, deepSupervision: true },
  ceNet: {},
  deepLabV3Plus: {},
  deepLabV3PlusMobile: { backbone: 'mobilenetV2' },
  deepLabV3PlusResnet: { backbone: 'resnet50' },
});

/** All names, in the order of {@link ModelOptions}. Frozen. */
export const modelNames = /* @__PURE__ */ Object.freeze(Object.keys(modelPresets) as ModelName[]);

const builders: { [Name in ModelName]: (shape: InputShape, options: ModelOptions[Name]) => tf.LayersModel } = {
  msaUnet: buildMsaUnet,
  unetMsrb: buildMsaUnet,
  unetAaspp: buildMsaUnet,
  unetRasm: buildMsaUnet,
  unet: buildUnet,
  unetPublished: buildUnet,
  unetClassic: buildUnet,
  unetPlusPlus: buildUnetPlusPlus,
  unetPlusPlusPublished: buildUnetPlusPlus,
  ceNet: buildCeNet,
  deepLabV3Plus: buildDeepLabV3Plus,
  deepLabV3PlusMobile: buildDeepLabV3Plus,
  deepLabV3PlusResnet: buildDeepLabV3Plus,
};

/**
 * Builds a network by name: `[batch, height, width, channels]` → `[batch, height, width, classes]`.
 *
 * `classes`, `activation`, `momentum` and `seed` mean the same for every name; the width is `baseFilters`, or
 * `widthMultiplier` for DeepLabv3+. Options that are not `undefined` override the preset's. Names and options:
 * {@link ModelOptions}.
 *
 * @throws OptionError if the name is unknown, or as the builder does
 * @example
 * ```ts
 * import { buildModel, modelNames } from 'msa-unet';
 *
 * const model = buildModel('unetMsrb', [64, 64, 1], { baseFilters: 4, seed: 1 });
 * console.log(model.outputs[0]!.shape, modelNames.length); // [null, 64, 64, 1] 13
 * ```
 */
export function buildModel<Name extends ModelName>(
  name: Name,
  inputShape: InputShape,
  options?: ModelOptions[Name],
): tf.LayersModel {
  requireOneOf<ModelName>('buildModel', 'name', name, modelNames);
  return builders[name](inputShape, { ...modelPresets[name], ...given(options) });
}

/** Drops `undefined` options, which would hide the preset's. */
const given = <Options extends object>(options: Options = {} as Options): Options =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
