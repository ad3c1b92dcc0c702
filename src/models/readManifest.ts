import type * as tf from '@tensorflow/tfjs';

import { ModelFormatError } from './modelFormatError';

/** Weight files of a model, and the weights in them. */
export type WeightGroup = tf.io.WeightsManifestConfig[number];

/** Most weight files of a model: tfjs splits weights into files of 4 MiB. */
const maxWeightFiles = 1024;

/**
 * Checks the `weightsManifest` of a `model.json`. The weights themselves are checked by `byteLengthOf`.
 *
 * @throws ModelFormatError if it is not one, or names too many files
 */
export function readManifest(manifest: unknown): WeightGroup[] {
  if (!Array.isArray(manifest) || !manifest.every(isGroup))
    throw new ModelFormatError('the JSON file has no legal `weightsManifest`, as the model.json of a saved model has');
  const files = manifest.reduce((sum, { paths }) => sum + paths.length, 0);
  if (files > maxWeightFiles)
    throw new ModelFormatError(`the model has ${files} weight files; at most ${maxWeightFiles} are allowed`);
  return manifest;
}

function isGroup(group: unknown): group is WeightGroup {
  const { paths, weights } = Object(group) as Partial<WeightGroup>;
  return Array.isArray(weights) && Array.isArray(paths) && paths.every((path) => typeof path === 'string');
}
