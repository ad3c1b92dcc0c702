import type * as tf from '@tensorflow/tfjs';

import { show } from '../utils/errors';
import { ModelFormatError } from './modelFormatError';
import { type JsonObject, readTopology } from './readTopology';
import { validateTopology } from './validateTopology';
import { isArrayBuffer, validateWeights } from './validateWeights';

/** A saved model that passed `validateArtifacts`. */
export interface ValidArtifacts extends tf.io.ModelArtifacts {
  modelTopology: JsonObject;
  weightSpecs: tf.io.WeightsManifestEntry[];
  weightData: ArrayBuffer;
}

/**
 * Checks a saved layers model before tfjs sees it, in time linear in its size.
 *
 * tfjs loads without checks: it hangs on cycles and missing layers and accepts weights that are not numbers.
 *
 * @returns a copy of the topology with the weights, without the training configuration, which tfjs cannot always
 * restore
 * @throws ModelFormatError that says what is wrong and where
 */
export function validateArtifacts(artifacts: tf.io.ModelArtifacts): ValidArtifacts {
  const { modelTopology, weightSpecs, weightData, format, userDefinedMetadata } = Object(
    artifacts,
  ) as tf.io.ModelArtifacts;
  if (format !== undefined && format !== null && format !== 'layers-model') {
    throw new ModelFormatError(`the format must be "layers-model"; received ${show(format)}`);
  }
  if (!modelTopology || isArrayBuffer(modelTopology)) throw new ModelFormatError('there is no model topology');
  if (!weightSpecs || !weightData) throw new ModelFormatError('there are no weights');
  const topology = validateTopology(readTopology(modelTopology));
  return {
    modelTopology: topology,
    weightSpecs,
    weightData: validateWeights(weightSpecs, weightData),
    format: 'layers-model',
    ...(userDefinedMetadata && { userDefinedMetadata }),
  };
}
