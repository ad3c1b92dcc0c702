import type * as tf from '@tensorflow/tfjs';
import { buildModel, type LabelOutput, type ModelName } from 'msa-unet';

import { option, type Values } from '../args/option';
import { number, whole } from '../args/readers';
import { UsageError } from '../args/usageError';

/** Options of the commands that build a network. */
export const networkOptions = {
  baseFilters: option('N', 'channels of the first stage', 'msaUnet 16, ceNet 64, U-Nets as published', whole()),
  widthMultiplier: option('X', 'multiply all widths of a deepLab… network by X', 1, number(1e-3)),
  momentum: option('X', 'momentum of the moving averages of batch norm', "the network's own", number(0, 1)),
};

/** A network by its name in `buildModel`, with the options that differ from its defaults. */
export interface Network {
  readonly name: ModelName;
  readonly options: Values<typeof networkOptions> & { readonly seed?: number } & Partial<LabelOutput>;
}

/** @throws UsageError if an option does not apply to the network */
export function networkOf(
  name: ModelName,
  { baseFilters, widthMultiplier, momentum, seed }: Network['options'],
): Network {
  const isDeepLab = name.startsWith('deepLab');
  if (isDeepLab && baseFilters !== undefined)
    throw new UsageError(`${name} takes --width-multiplier, not --base-filters`);
  if (!isDeepLab && widthMultiplier !== undefined)
    throw new UsageError(`${name} takes --base-filters, not --width-multiplier`);
  return { name, options: { baseFilters, widthMultiplier, momentum, seed } };
}

/** Builds a network for images of one size; `null` for any. */
export function build(
  { name, options }: Network,
  size: readonly [height: number, width: number] | null,
  channels = 1,
): tf.LayersModel {
  return buildModel(name, [size?.[0] ?? null, size?.[1] ?? null, channels], options);
}
