import * as tf from '@tensorflow/tfjs';
import { requireKnown, requireOneOf } from '../utils/check';
import { OptionError } from '../utils/optionError';
import { type EncoderName, requireEncoder } from './encoderLayers';
import { type EncoderUnit, encoderUnits, roles } from './encoderUnits';
import { libraries } from './libraries';
import { matchUnits } from './matchUnits';
import type { NamedWeights } from './namedWeights';
import type { SourceNames, WeightsLibrary } from './sourceNames';
import { type ImageNormalization, requireNormalization, unitValues } from './unitValues';

/** Options of {@link importEncoderWeights}. */
export interface ImportEncoderWeightsOptions {
  /** The library that the weights come from, under whose names they are saved. */
  source: WeightsLibrary;
  /**
   * What the library's network expects to be subtracted from images of levels 0 to 1, and what they are divided by then,
   * channel by channel. It is computed into the first convolution, so that the model goes on taking levels from 0 to 1.
   * `null`: the images are as the library's network expects them. @defaultValue `null`
   */
  normalization?: ImageNormalization | null;
  /** Whether all weights must be there, fit, and be known; else only units that are there and fit are set. @defaultValue `true` */
  strict?: boolean;
}

/** What {@link importEncoderWeights} did. */
export interface EncoderImport {
  /** The encoder that was found in the model. */
  encoder: EncoderName;
  /** Names of the model's weights that were set. */
  set: string[];
  /** Names of the encoder's weights that were left as they were; none if `strict`. */
  kept: string[];
  /** Names of the file's arrays that were not used: the classifier and counters, if `strict`. */
  unused: string[];
  /** How the library's network computes otherwise with the same weights; `null`: it does not. */
  difference: string | null;
}

/**
 * Sets the weights of a CE-Net's or DeepLabv3+'s encoder to those of a network that another library has trained.
 *
 * The layouts of kernels are changed, and constants that the library adds otherwise (biases of convolutions, ε of
 * normalisations) computed into the moving averages, so that the maps are the same; where they are not, `difference` says
 * how. A model of one channel gets the sum of a first convolution of three. Nothing is set if an error is thrown.
 *
 * @param weights what {@link readSafetensors} or {@link readNpz} gives
 * @throws RangeError if the model has no such encoder, the library no such network, or the weights do not fit (the message
 * lists them)
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

/** Channels that a unit's convolution has in the library; the model's, where it is not there. */
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
