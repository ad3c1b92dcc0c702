import * as tf from '@tensorflow/tfjs';
import { requireKnown, requireOneOf } from '../utils/check';
import { OptionError } from '../utils/optionError';
import { type EncoderName, requireEncoder } from './encoderLayers';
import { type EncoderUnit, encoderUnits, roles } from './encoderUnits';
import { kerasNames } from './kerasNames';
import { matchUnits } from './matchUnits';
import type { NamedWeights } from './namedWeights';
import { timmNames, torchvisionNames } from './pytorchNames';
import type { SourceNames, WeightsLibrary } from './sourceNames';
import { type ImageNormalization, requireNormalization, unitValues } from './unitValues';

/** Names of the encoders' weights in each library; a text explains why a library has none. */
const libraries: Record<WeightsLibrary, Record<EncoderName, SourceNames | string>> = {
  torchvision: torchvisionNames,
  timm: timmNames,
  keras: kerasNames,
};

/** Options of {@link importEncoderWeights}. */
export interface ImportEncoderWeightsOptions {
  /** Library that the weights come from, which determines their names. */
  source: WeightsLibrary;
  /**
   * Normalisation that the library's network expects for images of levels 0 to 1: per channel, the mean to subtract and
   * the standard deviation to divide by. It is folded into the first convolution, so that the model still takes levels
   * from 0 to 1. Maps differ slightly at the border, where the padding is level 0 instead of the mean. `null`: images
   * are as the library's network expects them. @defaultValue `null`
   */
  normalization?: ImageNormalization | null;
  /**
   * Whether all weights must be present, fit, and be known; otherwise, only units whose weights are present and fit are
   * set. @defaultValue `true`
   */
  strict?: boolean;
}

/** Result of {@link importEncoderWeights}. */
export interface EncoderImport {
  /** Encoder found in the model. */
  encoder: EncoderName;
  /** Names of the model's weights that were set. */
  set: string[];
  /** Names of the encoder's weights that were not set; none if `strict`. */
  kept: string[];
  /** Names of the file's unused arrays; with `strict`, the classifier and counters. */
  unused: string[];
  /** How the library's network computes differently with the same weights. `null`: no difference. */
  difference: string | null;
}

/**
 * Imports pretrained weights of another library into the encoder of a CE-Net or DeepLabv3+.
 *
 * Kernel layouts are converted, and constants that the library handles differently (convolution biases, ε of
 * normalisations) are folded into the moving averages, so that the feature maps are the same, with two exceptions:
 * `difference` says where the library's network pads or strides differently; and with `normalization` the outermost
 * pixels differ, as the padding is level 0 here and a normalised zero in the library's network. A model with one input
 * channel gets the sum over the channels of a three-channel first convolution. If an error is thrown, nothing is set.
 * Options: {@link ImportEncoderWeightsOptions}.
 *
 * @param weights result of {@link readSafetensors} or {@link readNpz}
 * @throws RangeError if an option is invalid, the model has no such encoder, the library no such network, a weight to
 * set is not finite, or, if `strict`, the weights do not fit (the message lists them)
 * @example
 * ```ts no-run
 * import { readFile } from 'node:fs/promises';
 * import { buildCeNet, importEncoderWeights, readSafetensors } from 'msa-unet';
 *
 * const model = buildCeNet([512, 512, 1]);
 * const weights = await readSafetensors(await readFile('resnet34.safetensors'));
 * const normalization = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }; // of ImageNet
 * const { encoder, set } = importEncoderWeights(model, weights, { source: 'torchvision', normalization });
 * console.log(encoder, set.length); // resnet34 180
 * ```
 */
export function importEncoderWeights(
  model: tf.LayersModel,
  weights: NamedWeights,
  { source, normalization = null, strict = true, ...others }: ImportEncoderWeightsOptions,
): EncoderImport {
  const owner = 'importEncoderWeights';
  requireKnown<ImportEncoderWeightsOptions>(owner, others, { source, normalization, strict });
  requireOneOf(owner, 'source', source, ['torchvision', 'timm', 'keras']);
  const encoder = requireEncoder(owner, model);
  const names = libraries[source][encoder];
  if (typeof names === 'string')
    throw new OptionError({
      owner,
      option: 'source',
      expected: `a library with ${encoder}`,
      received: source,
      problem: names,
    });
  const units = encoderUnits(model);
  const { fitting, unused } = matchUnits(units, weights, { source, names, strict });
  const [first] = units;
  if (normalization) requireNormalization(normalization, channelsOf(first!, weights, names));
  for (const unit of fitting) setUnit(unit, weights, { names, normalization: unit === first ? normalization : null });
  const namesOf = (some: EncoderUnit[]) => some.flatMap((unit) => roles.map((role) => unit.weights[role].originalName));
  return {
    encoder,
    set: namesOf(fitting),
    kept: namesOf(units.filter((unit) => !fitting.includes(unit))),
    unused,
    difference: names.difference ?? null,
  };
}

/** Input channels of a unit's convolution in the library; the model's, if it is missing there. */
function channelsOf({ path, weights: own }: EncoderUnit, weights: NamedWeights, names: SourceNames): number {
  const shape = weights.get(names.unit(path).kernel)?.shape;
  return shape?.[names.layout === 'hwio' ? 2 : 1] ?? own.kernel.shape[2]!;
}

function setUnit(
  unit: EncoderUnit,
  weights: NamedWeights,
  options: { names: SourceNames; normalization: ImageNormalization | null },
): void {
  tf.tidy(() => {
    const values = unitValues(unit, weights, options);
    for (const role of roles) unit.weights[role].write(values[role]);
  });
}
