import type * as tf from '@tensorflow/tfjs';

import type { Sample, Samples } from '../../data/sample';
import type { Volume } from '../../data/volume';
import type { PredictVolumeOptions } from '../../inference/predictVolume';
import type { ModelName, ModelOptions } from '../../models/buildModel';
import type { InputShape } from '../../models/inputImage';
import type { ModelSource } from '../../models/loadModel';
import type { CheckpointOptions } from '../../training/checkpoint/checkpointStore';
import type { EpochRecord, History } from '../../training/history';
import type { TrainSegmentationOptions } from '../../training/trainOptions';
import type { BackendInfo, BackendName } from '../backends/useBackend';
import type { SegmenterLoss } from './segmenterLoss';

/** Backend of a segmenter: one by name, or the fastest that works. */
export type BackendChoice = BackendName | 'auto';

/** Backend that a segmenter computes with. */
export type SegmenterBackend = Pick<BackendInfo, 'name' | 'detail' | 'reason'>;

/** Model that a segmenter has loaded or built. */
export interface SegmenterModel {
  /** Shape of its input: batch, height, width and channels; `null`: any size. */
  readonly inputShape: readonly (number | null)[];
  /** Shape of its output, or of its first head. */
  readonly outputShape: readonly (number | null)[];
  /** Number of its parameters. */
  readonly parameters: number;
}

/**
 * Source of a model: that of `loadModel`, or the files of a model that a user has chosen, `model.json` first. URLs are
 * relative to the page.
 */
export type SegmenterSource = ModelSource | readonly File[];

/** Options of `load` of a {@link Segmenter}. */
export interface SegmenterLoadOptions {
  /** Called with the fraction loaded of a URL, from 0 to 1. @defaultValue none */
  onProgress?: (fraction: number) => void;
}

/** Options of `predict` of a {@link Segmenter}. */
export interface SegmenterPredictOptions extends PredictVolumeOptions {
  /**
   * Whether the voxels move to the worker instead of being copied; `volume.data` is empty afterwards.
   * @defaultValue `false`
   */
  transfer?: boolean;
}

/** Options of the checkpoints of `train` of a {@link Segmenter}. */
export interface SegmenterCheckpointOptions extends Omit<CheckpointOptions, 'store'> {
  /** Name of the run for {@link indexedDbCheckpoints}. */
  name: string;
}

/**
 * Options of `train` of a {@link Segmenter}: those of `trainSegmentation`. The loss and the checkpoints have names, as
 * functions cannot be sent to a worker.
 */
export interface SegmenterTrainOptions
  extends Omit<TrainSegmentationOptions, 'train' | 'val' | 'loss' | 'checkpoint' | 'onEpoch'> {
  /** Training samples, which the worker reads one by one: an array, or `prepareSlices` of slices. */
  train: Samples | readonly Sample[];
  /** Validation samples, of other patients. */
  val: Samples | readonly Sample[];
  /** Training loss: a name, or a name with options. @defaultValue `'bceDice'`, the paper's */
  loss?: SegmenterLoss;
  /** Checkpoints in the browser's database, from which the run resumes after a reload. `null`: none. @defaultValue `null` */
  checkpoint?: SegmenterCheckpointOptions | null;
  /** Called after every epoch; the worker does not wait for it. @defaultValue none */
  onEpoch?: (record: EpochRecord) => void;
}

/**
 * Network in a worker, made by {@link createSegmenter}. Calls are processed one at a time, in their order.
 *
 * Errors are those of the function that the worker runs: OptionError, ModelFormatError and so on. After an error or an abort,
 * the segmenter remains usable, unless the worker itself has died.
 */
export interface Segmenter {
  /** Backend that the worker computes with. */
  readonly backend: SegmenterBackend;

  /** Loads a model in place of the current one, as `loadModel` does. If that fails, the current one remains. */
  load(source: SegmenterSource, options?: SegmenterLoadOptions): Promise<SegmenterModel>;

  /** Builds a network with random weights in place of the current one, as `buildModel` does. */
  build<Name extends ModelName>(
    name: Name,
    inputShape: InputShape,
    options?: ModelOptions[Name],
  ): Promise<SegmenterModel>;

  /**
   * Predicts the mask of a scan, as `predictVolume` does, with the same result. After an abort, the promise rejects at
   * once with the signal's reason; the worker stops after the current batch.
   */
  predict(volume: Volume, options?: SegmenterPredictOptions): Promise<Volume>;

  /**
   * Trains the current model in place, as `trainSegmentation` does, with the same losses. After an abort, the worker
   * finishes the current batch, and the promise resolves with what has been trained so far.
   */
  train(options: SegmenterTrainOptions): Promise<History>;

  /** Saves the current model to an IO handler: {@link indexedDbModel}, or one of `tf.io`, such as a download. */
  save(target: tf.io.IOHandler): Promise<void>;

  /** Ends the worker at once. Calls that are not completed reject. */
  dispose(): void;
}
