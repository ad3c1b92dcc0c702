import * as tf from '@tensorflow/tfjs';
import { registerLayers } from '../layers/registerLayers';
import { requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { buildFromTopology } from './buildFromTopology';
import { fetchModelFile } from './fetchModelFile';
import { forgettingNames } from './forgettingNames';
import { asModelFormatError } from './modelFormatError';
import { type ValidArtifacts, validateArtifacts } from './validateArtifacts';
import { WeightsProgress } from './weightsProgress';

/** Options of {@link loadModel}; they apply to URLs only. */
export interface LoadModelOptions {
  /** Method, headers, credentials, abort signal, … of the requests. @defaultValue none */
  requestInit?: RequestInit;
  /** Called with the fraction of the weights that has arrived, from 0 to 1. @defaultValue none */
  onProgress?: (fraction: number) => void;
  /** Replaces the global `fetch`. @defaultValue `fetch` */
  fetchFunc?: typeof fetch;
}

/** Source of a model: URL, IO handler or artifacts. */
export type ModelSource = string | tf.io.IOHandler | tf.io.ModelArtifacts;

/**
 * Loads and validates a saved model, of this library or any other tfjs layers model.
 *
 * Files are not trusted: unknown classes, cycles, dangling connections, layers larger than the saved weights, data of
 * the wrong length and non-finite numbers are rejected in bounded time. The model is not compiled; its training
 * configuration is not restored. Options: {@link LoadModelOptions}.
 *
 * @param source a URL (also `indexeddb://`, `localstorage://`), an IO handler (`fileSystem(path)` of `msa-unet/node` in
 * Node, `tf.io.browserFiles(files)` in browsers), or the artifacts themselves
 * @throws ModelFormatError if the model is broken or unsafe, or a URL answers with something else; OptionError for a path in
 * Node; the source's own error if it cannot be read
 * @example
 * ```ts no-run
 * import { loadModel, parseRunSettings, predictVolume, readVolume } from 'msa-unet';
 *
 * const model = await loadModel('liver/model/model.json'); // in Node, openRun also reads the settings beside it
 * const { preprocessing } = parseRunSettings(await (await fetch('liver/settings.json')).text());
 * const scan = await readVolume([...document.querySelector('input')!.files!]);
 * const mask = await predictVolume(model, scan, preprocessing);
 * console.log(mask.shape);
 * ```
 */
export async function loadModel(source: ModelSource, options: LoadModelOptions = {}): Promise<tf.LayersModel> {
  requireKnown<LoadModelOptions>('loadModel', options, { requestInit: 0, onProgress: 0, fetchFunc: 0 });
  registerLayers();
  const artifacts = validateArtifacts(await read(source, options));
  const specs = artifacts.weightSpecs.filter(({ group }) => group !== 'optimizer');
  const values = specs.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape), 0);
  const limits = { weights: specs.length, values };
  const model = await forgettingNames(() => buildFromTopology(artifacts.modelTopology, limits));
  try {
    tf.tidy(() => model.loadWeights(savedWeights(artifacts)));
    if (artifacts.userDefinedMetadata) model.setUserDefinedMetadata(artifacts.userDefinedMetadata);
    return model;
  } catch (cause) {
    model.dispose();
    throw asModelFormatError(cause);
  }
}

async function read(
  source: ModelSource,
  { onProgress, fetchFunc = fetch, ...options }: LoadModelOptions,
): Promise<tf.io.ModelArtifacts> {
  if (typeof source !== 'string') return isHandler(source) ? source.load!() : source;
  const progress = onProgress ? new WeightsProgress(onProgress) : null;
  const checked = { ...options, fetchFunc: fetchModelFile(source, fetchFunc, progress) };
  const [handler] = tf.io.getLoadHandlers(source, checked);
  const isBrowser = typeof location !== 'undefined'; // there, a path is a URL relative to the page
  if (!handler && !isBrowser)
    throw invalidOption('loadModel', 'source', 'a URL, or `fileSystem(path)` from "msa-unet/node"', source);
  return (handler ?? tf.io.browserHTTPRequest(source, checked)).load!();
}

const isHandler = (source: tf.io.IOHandler | tf.io.ModelArtifacts): source is tf.io.IOHandler =>
  typeof (source as tf.io.IOHandler | null)?.load === 'function';

/** Decodes the weights without those of an optimizer. */
function savedWeights({ weightData, weightSpecs }: ValidArtifacts): tf.NamedTensorMap {
  const tensors = tf.io.decodeWeights(weightData, weightSpecs);
  for (const { name, group } of weightSpecs) if (group === 'optimizer') delete tensors[name];
  return tensors;
}
