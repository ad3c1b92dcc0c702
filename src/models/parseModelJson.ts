import type * as tf from '@tensorflow/tfjs';

import { htmlAdvice, isHtml } from '../utils/isHtml';
import { ModelFormatError } from './modelFormatError';
import { parseBoundedJson } from './parseBoundedJson';
import { readManifest } from './readManifest';

/**
 * Parses the text of a `model.json`.
 *
 * @param name URL or name of the file in messages
 * @param ifHtml advice if it is a web page
 * @throws ModelFormatError if it is a web page, damaged, too large or another JSON file
 */
export function parseModelJson(text: string, name: string, ifHtml = htmlAdvice): tf.io.ModelJSON {
  if (isHtml(text)) throw new ModelFormatError(`${name} is an HTML page, not a model. ${ifHtml}`);
  const json: unknown = parse(text, name);
  const { modelTopology, preprocessing, weightsManifest } = Object(json) as Record<string, unknown>;
  if (weightsManifest !== undefined) readManifest(weightsManifest);
  if (modelTopology) return json as tf.io.ModelJSON;
  throw new ModelFormatError(
    preprocessing
      ? `${name} holds the settings of a run, not a model. Load model/model.json of the same run`
      : `${name} is not a model: it has no "modelTopology". Load the model.json that TensorFlow.js saved`,
  );
}

function parse(text: string, name: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch (cause) {
    if (cause instanceof ModelFormatError) throw new ModelFormatError(`${name}: ${cause.message}`, { cause });
    throw new ModelFormatError(`${name} is not a model: it is not JSON (${(cause as Error).message})`, { cause });
  }
}
