import type * as tf from '@tensorflow/tfjs';

import { invalidOption } from '../../utils/errors';
import { JsonValueError } from '../../utils/jsonReader';
import type { LabelTable } from './labelTable';
import { labelTableJson } from './labelTableJson';

/** Key of the table in a model's own metadata, which is saved and loaded with it. */
const key = 'labels';

/** Writes a table of labels into a model, where it is saved and loaded with the weights. */
export function setModelLabels(model: tf.LayersModel, labels: LabelTable): void {
  model.setUserDefinedMetadata({ ...model.getUserDefinedMetadata(), [key]: JSON.parse(JSON.stringify(labels)) });
}

/**
 * Returns the table of labels that a model was trained with.
 *
 * @returns `null` for a model without one: it segments a single organ, or its classes have no names
 * @throws OptionError if the model holds a broken table
 * @example
 * ```ts
 * import { buildUnet, modelLabels } from 'msa-unet';
 *
 * console.log(modelLabels(buildUnet([32, 32, 1], { baseFilters: 2, depth: 2 }))); // null
 * ```
 */
export function modelLabels(model: tf.LayersModel): LabelTable | null {
  const metadata: { readonly [key]?: unknown } = Object(model.getUserDefinedMetadata?.());
  if (metadata[key] === undefined) return null;
  try {
    return labelTableJson(metadata[key], key);
  } catch (error) {
    if (!(error instanceof JsonValueError)) throw error;
    throw invalidOption('modelLabels', 'model', `without broken metadata: ${error.message}`, model.name);
  }
}
