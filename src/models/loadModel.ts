import * as tf from '@tensorflow/tfjs';
import { registerLayers } from '../layers/registerLayers';
import { requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { buildFromTopology } from './buildFromTopology';
import { asModelFormatError } from './modelFormatError';
import { type ValidArtifacts, validateArtifacts } from './validateArtifacts';

/** Options of {@link loadModel}; they matter for URLs only. */
export interface LoadModelOptions {
  /** Method, headers, credentials, abort signal, … of the requests. */
  requestInit?: RequestInit;
  /** Called with the fraction that has arrived, from 0 to 1. */
  onProgress?: (fraction: number) => void;
  /** Used instead of the global `fetch`. */
  fetchFunc?: typeof fetch;
}

/** Where a model comes from. */
export type ModelSource = string | tf.io.IOHandler | tf.io.ModelArtifacts;

/**
 * Loads a saved model, of this library or any other of tfjs's layers models, after checking all of it.
 *
 * Nothing in the files is trusted: unknown classes, cycles, connections to nowhere, layers larger than the saved
 * weights, data too short or too long, and numbers that are not finite are refused in bounded time. The model is not
 * compiled: how it was trained is not restored.
 *
 * @param source a URL (also `indexeddb://`, `localstorage://`), an IO handler (in Node `fileSystem(path)` of
 * `msa-unet/node`; in browsers `tf.io.browserFiles(files)`), or the artifacts themselves
 * @throws ModelFormatError if the model is broken or unsafe; what the source throws if it cannot be read
 */
export async function loadModel(source: ModelSource, options: LoadModelOptions = {}): Promise<tf.LayersModel> {
  requireKnown<LoadModelOptions>('loadModel', options, { requestInit: 0, onProgress: 0, fetchFunc: 0 });
  registerLayers();
  const artifacts = validateArtifacts(await read(source, options));
  const specs = artifacts.weightSpecs.filter(({ group }) => group !== 'optimizer');
  const values = specs.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape), 0);
  const model = await buildFromTopology(artifacts.modelTopology, values);
  try {
    tf.tidy(() => model.loadWeights(savedWeights(artifacts)));
    if (artifacts.userDefinedMetadata) model.setUserDefinedMetadata(artifacts.userDefinedMetadata);
    return model;
  } catch (cause) {
    model.dispose();
    throw asModelFormatError(cause);
  }
}

async function read(source: ModelSource, options: LoadModelOptions): Promise<tf.io.ModelArtifacts> {
  if (typeof source !== 'string') return isHandler(source) ? source.load!() : source;
  const [handler] = tf.io.getLoadHandlers(source, options);
  const isBrowser = typeof location !== 'undefined'; // where a path is a URL relative to the page
  if (!handler && !isBrowser) {
    throw invalidOption('loadModel', 'source', 'a URL, or `fileSystem(path)` from "msa-unet/node"', source);
  }
  return (handler ?? tf.io.browserHTTPRequest(source, options)).load!();
}

const isHandler = (source: tf.io.IOHandler | tf.io.ModelArtifacts): source is tf.io.IOHandler =>
  typeof (source as tf.io.IOHandler | null)?.load === 'function';

/** Without the weights of an optimizer. */
function savedWeights({ weightData, weightSpecs }: ValidArtifacts): tf.NamedTensorMap {
  const tensors = tf.io.decodeWeights(weightData, weightSpecs);
  for (const { name, group } of weightSpecs) if (group === 'optimizer') delete tensors[name];
  return tensors;
}
