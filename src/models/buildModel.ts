import type * as tf from '@tensorflow/tfjs';

import { requireOneOf } from '../utils/check';
import { frozen } from '../utils/frozen';
import { buildCeNet, type CeNetOptions } from './ceNet';
import { buildDeepLabV3Plus, type DeepLabV3PlusOptions } from './deepLabV3Plus';
import type { InputShape } from './inputImage';
import { buildMsaUnet, type MsaUnetOptions } from './msaUnet';
import { buildUnet, type UnetOptions } from './unet';
import { buildUnetPlusPlus, type UnetPlusPlusOptions } from './unetPlusPlus';

/** The names that {@link buildModel} knows, with the options that each takes. */
export interface ModelOptions {
  /** {@link buildMsaUnet}: the whole network. */
  msaUnet: MsaUnetOptions;
  /** Ablation: a plain U-Net with the MSRB encoder. */
  unetMsrb: MsaUnetOptions;
  /** Ablation: a plain U-Net with the AASPP behind its encoder. */
  unetAaspp: MsaUnetOptions;
  /** Ablation: a plain U-Net with the RASM decoder. */
  unetRasm: MsaUnetOptions;
  /** {@link buildUnet} with batch norm. */
  unet: UnetOptions;
  /** The U-Net of the published UNet++ code: 32 to 512 channels, no batch norm, dropout and weight penalties. */
  unetPublished: UnetOptions;
  /** The U-Net of 2015, padded: 64 to 1024 channels, no batch norm. */
  unetClassic: UnetOptions;
  /** {@link buildUnetPlusPlus} with batch norm and one head. */
  unetPlusPlus: UnetPlusPlusOptions;
  /** The UNet++ of its published code: no batch norm, dropout and weight penalties, deep supervision. */
  unetPlusPlusPublished: UnetPlusPlusOptions;
  /** {@link buildCeNet}. */
  ceNet: CeNetOptions;
  /** {@link buildDeepLabV3Plus} on Xception-65. */
  deepLabV3Plus: DeepLabV3PlusOptions;
  /** DeepLabv3+ on MobileNetV2, the smallest. */
  deepLabV3PlusMobile: DeepLabV3PlusOptions;
  /** DeepLabv3+ on ResNet-50. */
  deepLabV3PlusResnet: DeepLabV3PlusOptions;
}

/** Name of a network or preset. */
export type ModelName = keyof ModelOptions;

const plain = { encoder: 'plain', context: 'none', decoder: 'plain' } as const;
const published = { batchNorm: false, dropout: 0.5, l2: 1e-4 };

/** What differs, under each name, from the defaults of its builder. Frozen. */
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
 * Builds a network by its name: `[batch, height, width, channels]` → `[batch, height, width, classes]`.
 *
 * `classes`, `activation`, `momentum` and `seed` mean the same under every name; the width is `baseFilters`, of DeepLabv3+
 * `widthMultiplier`. Options that are not `undefined` go before the preset's.
 *
 * @throws RangeError if the name is unknown; as the builder does
 */
export function buildModel<Name extends ModelName>(
  name: Name,
  inputShape: InputShape,
  options?: ModelOptions[Name],
): tf.LayersModel {
  requireOneOf<ModelName>('buildModel', 'name', name, modelNames);
  return builders[name](inputShape, { ...modelPresets[name], ...given(options) });
}

/** Without what is left `undefined`, which would hide the preset's. */
const given = <Options extends object>(options: Options = {} as Options): Options =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
