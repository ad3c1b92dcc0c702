import * as tf from '@tensorflow/tfjs';

import { modelLabels } from '../data/labels/modelLabels';
import { numberedMask } from '../data/labels/numberedMask';
import { largestComponent } from '../data/largestComponent';
import { requireVolume } from '../data/requireVolume';
import type { Volume } from '../data/volume';
import { contextSlices } from '../preprocess/input/contextSlices';
import { type Names, requireInteger, requireKnown } from '../utils/check';
import { invalidOption, unfit } from '../utils/errors';
import { nextTurn } from '../utils/nextTurn';
import { explainCrash } from '../utils/outOfMemory';
import { type PredictSlicesOptions, type SliceLabeller, sliceLabeller } from './sliceLabeller';

/** Progress of {@link predictVolume}, after every batch. */
export interface VolumeProgress {
  /** Slices predicted so far. */
  readonly slices: number;
  /** Number of slices of the volume. */
  readonly depth: number;
  /** Estimated time left, in seconds. */
  readonly secondsLeft: number;
}

/** Options of {@link predictVolume}. */
export interface PredictVolumeOptions extends PredictSlicesOptions {
  /** Whether to keep only the largest connected component of each label; see {@link largestComponent}. @defaultValue `false` */
  largestOnly?: boolean;
  /** Aborts before the next batch; the promise rejects with the signal's reason. @defaultValue none */
  signal?: AbortSignal;
  /** Called after every batch. @defaultValue none */
  onProgress?: (progress: VolumeProgress) => void;
}

/**
 * Predicts the mask of a scan: Hounsfield units in, labels on the same grid out. {@link encodeNifti} and
 * {@link encodeMetaImage} save them aligned with the scan.
 *
 * Works batch by batch: beyond the volume itself, it keeps only the mask in memory, 1 byte per voxel. A model of
 * {@link addPreprocessing} uses its own preprocessing; for other models, slices are windowed and equalised as by
 * {@link prepareSlices}. NaN counts as air. With a table of labels, each voxel gets the number that its label has in masks, or
 * where regions overlap that of the later one, and the mask has the names and colours of the labels as `segments`; `codes`
 * keeps all regions of each voxel. Without a table, it gets the number of its most probable class. Options:
 * {@link PredictVolumeOptions}.
 *
 * Slices must be prepared as in training. In Node, `openRun` returns the options for that as `inference`; elsewhere, pass
 * the `preprocessing` of {@link parseRunSettings}.
 *
 * @throws OptionError (the promise) if the volume contains labels, an option is out of range, or `window` or `clahe` is
 * given for a model with preprocessing; Error if WebAssembly's memory is full
 * @example
 * ```ts
 * import { buildUnet, phantomDataSet, predictVolume, scanVolume } from 'msa-unet';
 *
 * const model = buildUnet([null, null, 1], { baseFilters: 2, depth: 2, seed: 1 });
 * const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 3, size: 32 }).patients;
 * const { image } = await scanVolume(patient!.scans[0]!);
 * const mask = await predictVolume(model, image, { largestOnly: true });
 * console.log(mask.shape, mask.kind); // [3, 32, 32] label
 * ```
 */
export async function predictVolume(
  model: tf.LayersModel,
  volume: Volume,
  options: PredictVolumeOptions = {},
): Promise<Volume> {
  const { batchSize = 4, largestOnly = false, signal, onProgress = () => {} } = options;
  requireKnown('predictVolume', options, predictVolumeOptionNames);
  requireInteger('predictVolume', 'batchSize', batchSize);
  if (typeof Object(model).predict !== 'function')
    throw invalidOption('predictVolume', 'model', 'a model, such as `(await openRun(folder)).model`', model);
  requireVolume('predictVolume', volume);
  if (volume.kind !== 'hu')
    throw unfit(
      'predictVolume',
      'volume',
      volume.kind,
      'the volume holds labels, not Hounsfield units. Pass the scan, not its mask',
    );
  const { labels = modelLabels(model) } = options;
  const labeller = sliceLabeller(model, { ...options, labels });
  const [depth, height, width] = volume.shape;
  const data = new Uint8Array(depth * height * width);
  const started = performance.now();
  for (let from = 0; from < depth; from += batchSize) {
    signal?.throwIfAborted();
    const to = Math.min(from + batchSize, depth);
    data.set(await readLabels(labeller, volume, from, to), from * height * width);
    onProgress({ slices: to, depth, secondsLeft: ((performance.now() - started) / 1000 / to) * (depth - to) });
    await nextTurn();
  }
  const mask = { ...volume, data, kind: 'label' } as const;
  if (labels) return numberedMask(mask, labels, { largestOnly });
  return largestOnly ? largestComponent(mask) : mask;
}

/** Names of all options. */
export const predictVolumeOptionNames: Names<PredictVolumeOptions> = {
  size: 0,
  spacing: 0,
  window: 0,
  windows: 0,
  clahe: 0,
  context: 0,
  contextMm: 0,
  batchSize: 0,
  multiple: 0,
  slidingWindow: 0,
  flips: 0,
  fromLogits: 0,
  threshold: 0,
  labels: 0,
  largestOnly: 0,
  signal: 0,
  onProgress: 0,
};

/** Predicts the labels of the slices `from` to before `to`. */
async function readLabels(
  { context, labelsOf }: SliceLabeller,
  volume: Volume,
  from: number,
  to: number,
): Promise<ArrayLike<number>> {
  const { shape, spacing, slicePlaces, source } = volume;
  const [depth, height, width] = shape;
  const stack = { name: source, depth, sliceMm: spacing[0], slicePlaces };
  const wanted = Array.from({ length: to - from }, (_, i) => contextSlices('predictVolume', from + i, stack, context));
  const read = [...new Set(wanted.flat())].sort((a, b) => a - b);
  const channels = wanted.map((slices) => slices.map((slice) => read.indexOf(slice)));
  try {
    const labels = tf.tidy(() => {
      const hu = tf.tensor4d(huOf(volume, read), [read.length, height, width, 1]);
      return labelsOf({ hu, channels, pixelMm: [spacing[1], spacing[2]] });
    });
    return await labels.data().finally(() => labels.dispose());
  } catch (error) {
    throw explainCrash(error);
  }
}

/** Below any CT window. */
const air = -32_768;

/** Hounsfield units of some slices, one after another; NaN becomes air. */
function huOf({ data, shape: [, height, width] }: Volume, slices: readonly number[]): Float32Array {
  const pixels = height * width;
  const hu = new Float32Array(slices.length * pixels);
  for (const [i, slice] of slices.entries()) hu.set(data.subarray(slice * pixels, (slice + 1) * pixels), i * pixels);
  if (data instanceof Float32Array || data instanceof Float64Array)
    for (let i = 0; i < hu.length; i++) if (Number.isNaN(hu[i])) hu[i] = air;
  return hu;
}
