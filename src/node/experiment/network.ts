import type * as tf from '@tensorflow/tfjs';

import { buildModel, type ModelName, type ModelOptions } from '../../models/buildModel';
import type { TableSettings } from './presets';

/** Network of a table, as plain data. */
export interface Network {
  readonly model: ModelName;
  readonly options: Readonly<ModelOptions[ModelName]>;
}

/**
 * Returns the network that represents a row, at width / 16 of its own paper's width, so that all are reduced equally.
 */
export function networkOf(row: ModelName, { width, deepLab, momentum, seed }: TableSettings): Network {
  const model = row.startsWith('deepLab') ? deepLab : row;
  return { model, options: { ...widthOf(model, width), ...(momentum === null ? {} : { momentum }), seed } };
}

function widthOf(model: ModelName, width: number): { baseFilters: number } | { widthMultiplier: number } {
  if (model.startsWith('deepLab')) return { widthMultiplier: width / 16 };
  if (model === 'ceNet') return { baseFilters: 8 * Math.ceil(width / 2) }; // of 64; must be a multiple of 8
  if (model === 'unetPublished' || model.startsWith('unetPlusPlus')) return { baseFilters: 2 * width }; // of 32
  return { baseFilters: width };
}

/** Builds the network for slices of the settings' size; `'linear'`: with logits instead of probabilities. */
export function buildNetwork(
  { model, options }: Network,
  { size }: Pick<TableSettings, 'size'>,
  activation: 'linear' | null = null,
): tf.LayersModel {
  return buildModel(model, [size, size, 1], { ...options, activation });
}
