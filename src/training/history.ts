import type { OverlapMetricName } from '../metrics/overlap';

/** How good a model is on samples it does not learn from. */
export interface Validation {
  /** Mean loss over the samples, without weight penalties. */
  readonly valLoss: number;
  /** The four overlap metrics, each the mean over the slices, from 0 to 1. */
  readonly valScores: Readonly<Record<OverlapMetricName, number>>;
}

/** What one epoch brought. */
export interface EpochRecord extends Validation {
  /** From 1. */
  readonly epoch: number;
  /** Mean training loss over the samples, each taken when its batch came; without weight penalties. */
  readonly loss: number;
  /** Mean sum of the weight penalties, which are trained on but are no part of `loss`. */
  readonly penalty: number;
  /** Learning rate of the last step. */
  readonly learningRate: number;
  /** Time the epoch took, validation included, in seconds. */
  readonly seconds: number;
}

/** What a training run brought. */
export interface History {
  /** Whole epochs, in order. */
  readonly epochs: readonly EpochRecord[];
  /**
   * The epoch whose weights the model has now, from 1; `null` if none was completed with a validation loss that is a
   * number: then the model has those of the last step.
   */
  readonly bestEpoch: number | null;
  /** Why it ended: all epochs done, stopped early because the validation loss no longer fell, or the signal came. */
  readonly ended: 'done' | 'stopped' | 'aborted';
}

/** How far a run is, after every batch. */
export interface TrainingProgress {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Batches done in this epoch. */
  readonly batch: number;
  /** Batches of an epoch. */
  readonly batches: number;
  /** Mean training loss of this epoch as far as it has been read from the device; `null` before that. */
  readonly loss: number | null;
  /** Expected time to the end of the last epoch, in seconds; a run that stops early takes less. */
  readonly secondsLeft: number;
}
