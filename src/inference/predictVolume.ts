import * as tf from '@tensorflow/tfjs';

import { largestComponent } from '../data/largestComponent';
import type { Volume, VoxelArray } from '../data/volume';
import { requireInteger } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { nextTurn } from '../utils/nextTurn';
import { explainCrash } from '../utils/outOfMemory';
import { type PredictSlicesOptions, sliceLabeller } from './sliceLabeller';

/** How far the prediction of a volume is, after every batch. */
export interface VolumeProgress {
  /** Slices done. */
  readonly slices: number;
  /** Slices of the volume. */
  readonly depth: number;
  /** Expected time to the end, in seconds. */
  readonly secondsLeft: number;
}

/** Options of {@link predictVolume}. */
export interface PredictVolumeOptions extends PredictSlicesOptions {
  /** Keeps the largest piece of the mask alone; see `largestComponent`. @defaultValue `false` */
  largestOnly?: boolean;
  /** Ends the work before the next batch: the promise is rejected with the signal's reason. @defaultValue none */
  signal?: AbortSignal;
  /** Called after every batch. @defaultValue none */
  onProgress?: (progress: VolumeProgress) => void;
}

/**
 * Predicts the mask of a scan: Hounsfield units in, labels on the same grid out, which `encodeNifti` and `encodeMetaImage`
 * write so that they lie on the scan.
 *
 * Slices are preprocessed, predicted and read back batch by batch; of the volume nothing is held but itself and the mask,
 * 1 byte per voxel. A model of `addPreprocessing` preprocesses as it was saved; for another the slices are windowed and
 * equalised as by `prepareSlices`. NaN counts as air. With more than one class each voxel gets the number of the class
 * with the highest probability, 0 being the background.
 *
 * A network must get slices as in its training. `openRun` of `msa-unet/node` returns the options for that, and so does
 * `parseRunSettings` as `preprocessing`:
 *
 * ```ts
 * const run = await openRun('runs/liver');
 * const mask = await predictVolume(run.model, volume, { ...run.inference, flips: true });
 * ```
 *
 * @throws RangeError (the promise) if the volume holds labels, an option is not legal, or a model has preprocessing and
 * gets `window` or `clahe`; Error if WebAssembly's memory is full
 */
export async function predictVolume(
  model: tf.LayersModel,
  volume: Volume,
  options: PredictVolumeOptions = {},
): Promise<Volume> {
  const { batchSize = 4, largestOnly = false, signal, onProgress = () => {} } = options;
  requireInteger('predictVolume', 'batchSize', batchSize);
  if (volume.kind !== 'hu') throw invalidOption('predictVolume', 'volume.kind', "'hu'", volume.kind);
  const labelsOf = sliceLabeller(model, options);
  const [depth, height, width] = volume.shape;
  const data = new Uint8Array(depth * height * width);
  const started = performance.now();
  for (let from = 0; from < depth; from += batchSize) {
    signal?.throwIfAborted();
    const to = Math.min(from + batchSize, depth);
    data.set(await readLabels(labelsOf, volume, from, to), from * height * width);
    onProgress({ slices: to, depth, secondsLeft: ((performance.now() - started) / 1000 / to) * (depth - to) });
    await nextTurn();
  }
  const mask: Volume = { ...volume, data, kind: 'label' };
  return largestOnly ? largestComponent(mask) : mask;
}

/** Labels of the slices `from` to before `to`. */
async function readLabels(
  labelsOf: (hu: tf.Tensor4D) => tf.Tensor,
  { data, shape: [, height, width] }: Volume,
  from: number,
  to: number,
): Promise<ArrayLike<number>> {
  const values = data.subarray(from * height * width, to * height * width);
  try {
    const labels = tf.tidy(() => labelsOf(tf.tensor4d(withoutNaN(values), [to - from, height, width, 1])));
    return await labels.data().finally(() => labels.dispose());
  } catch (error) {
    throw explainCrash(error);
  }
}

/** Below any CT window. */
const air = -32_768;

function withoutNaN(values: VoxelArray): Float32Array {
  const hu = new Float32Array(values);
  if (values instanceof Float32Array || values instanceof Float64Array)
    for (let i = 0; i < hu.length; i++) if (Number.isNaN(hu[i])) hu[i] = air;
  return hu;
}
