import {
  type InferenceOptions,
  inferenceOf,
  memoryCache,
  parseRunSettings,
  phantomDataSet,
  prepareSlices,
  splitDataSet,
} from 'msa-unet';
import {
  createSegmenter,
  indexedDbModel,
  indexedDbModels,
  removeIndexedDbCheckpoints,
  type Segmenter,
} from 'msa-unet/browser';

/** How slices are prepared for a network, which must be as in its training. */
export type Preparation = InferenceOptions;

/** A network that has been loaded. */
export interface LoadedNetwork {
  readonly preparation: Preparation;
  readonly description: string;
}

/** Slices are resized to this for the network that the page trains. */
const size = [96, 96] as const;

/** How slices are prepared for the network that the page trains. */
export const phantomPreparation: Preparation = { size };

/** Name of the network and of its training in the browser's database. */
const name = 'phantom';

/** Starts the worker. In an application, choose 'auto' to use the GPU; 'wasm' gives the same numbers everywhere. */
export const startSegmenter = (): Promise<Segmenter> => createSegmenter({ backend: 'wasm' });

/** Loads the network that an earlier visit has trained. Returns whether there is one. */
export async function loadSaved(segmenter: Segmenter): Promise<boolean> {
  const models = await indexedDbModels();
  if (!models.some((model) => model.name === name)) return false;
  await segmenter.load(indexedDbModel(name));
  return true;
}

/**
 * Loads a network that a user has chosen: `model.json`, its weights, and the `settings.json` beside the folder of the
 * model, which says how slices were prepared in training. Without that, the paper's window and CLAHE are assumed, and the
 * size of the model's input.
 */
export async function loadFiles(segmenter: Segmenter, files: readonly File[]): Promise<LoadedNetwork> {
  const settingsFile = files.find((file) => file.name === 'settings.json');
  const settings = settingsFile ? parseRunSettings(await settingsFile.text()) : null;
  const { inputShape, parameters } = await segmenter.load(files.filter((file) => file !== settingsFile));
  const [, height, width] = inputShape;
  const ownSize = height && width ? ([height, width] as const) : null;
  const preparation = settings ? inferenceOf(settings) : { size: ownSize };
  const sides = preparation.size?.join(' × ') ?? 'their own size';
  const source = settings ? 'as in training' : 'by the model alone: choose settings.json too if it has one';
  const description = `${parameters.toLocaleString()} parameters. Slices are prepared at ${sides}, ${source}.`;
  return { preparation, description };
}

/** What a training needs of the page. */
export interface TrainingTask {
  readonly signal: AbortSignal;
  /** Called after every batch with the fraction done, from 0 to 1. */
  readonly onProgress: (fraction: number) => void;
}

/**
 * Trains a small network on synthetic patients and saves it. If the page is closed meanwhile, the next call resumes.
 *
 * @returns the Dice coefficient on patients that it has not seen; `null` if it was canceled
 */
export async function trainOnPhantom(
  segmenter: Segmenter,
  { signal, onProgress }: TrainingTask,
): Promise<number | null> {
  const { parts } = await splitDataSet(phantomDataSet({ patients: 8, slicesPerPatient: 6, size: 128 }));
  const momentum = 0.9; // of the batch statistics, for so few steps; with 0.99 they would hardly have begun to settle
  await segmenter.build('unet', [null, null, 1], { baseFilters: 8, depth: 3, momentum, seed: 1 });
  const { epochs, bestEpoch, ended } = await segmenter.train({
    train: prepareSlices(parts.train, { size, cache: memoryCache() }),
    val: prepareSlices(parts.val, { size, cache: memoryCache() }),
    epochs: 8,
    batchSize: 2,
    learningRate: 5e-3,
    decay: 'cosine',
    checkpoint: { name },
    signal,
    onProgress: ({ epoch, epochs: all, batch, batches }) => onProgress((epoch - 1 + batch / batches) / all),
  });
  if (ended === 'aborted') return null;
  await segmenter.save(indexedDbModel(name));
  await removeIndexedDbCheckpoints(name);
  return epochs[bestEpoch! - 1]!.valScores.diceCoefficient;
}
