import type * as tf from '@tensorflow/tfjs';

import { type Preprocessing, requireContext, requireSpacing } from '../preprocess/input/preprocessing';
import { invalidOption } from '../utils/errors';
import { JsonValueError, nullableJson, numberJson, objectJson, pairJson } from '../utils/jsonReader';

/** Distances in mm of a model's input, which its layers do not hold. */
export type ModelInput = Pick<Preprocessing, 'contextMm' | 'spacing'>;

/** Key in a model's own metadata, which is saved and loaded with it. */
const key = 'input';

/** Writes the distances into a model, unless all are `null`. Returns the model. */
export function setModelInput(model: tf.LayersModel, input: ModelInput): tf.LayersModel {
  if (input.contextMm === null && input.spacing === null) return model;
  model.setUserDefinedMetadata({ ...model.getUserDefinedMetadata(), [key]: { ...input } });
  return model;
}

/** Reads them. @throws OptionError if they are broken */
export function modelInput(owner: string, model: tf.LayersModel): ModelInput {
  const metadata: { readonly [key]?: unknown } = Object(model.getUserDefinedMetadata?.());
  if (metadata[key] === undefined) return { contextMm: null, spacing: null };
  try {
    const read = objectJson<ModelInput>({
      contextMm: nullableJson(numberJson),
      spacing: nullableJson(pairJson(numberJson)),
    });
    const { contextMm, spacing } = read(metadata[key], key);
    requireContext(owner, { context: 0, contextMm });
    requireSpacing(owner, spacing, null);
    return { contextMm, spacing };
  } catch (error) {
    if (!(error instanceof JsonValueError)) throw error;
    throw invalidOption(owner, 'model', `without broken metadata: ${error.message}`, model.name);
  }
}
