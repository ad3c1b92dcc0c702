import type { OverlapMetricName } from '../metrics/overlap';

/** Validation results of a model on samples outside the training set. */
export interface Validation {
  /** Mean loss over the samples, without weight penalties. */
  readonly valLoss: number;
  /**
   * Means of the four overlap metrics over the slices, from 0 to 1. Labels of a table that are neither in a slice nor predicted
   * there do not count.
   */
  readonly valScores: Readonly<Record<OverlapMetricName, number>>;
}

/** Record of one epoch. */
export interface EpochRecord extends Validation {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Mean training loss over the samples, each measured at its own step; without weight penalties. */
  readonly loss: number;
  /** Mean sum of the weight penalties, which are part of the training objective but not of `loss`. */
  readonly penalty: number;
  /** Learning rate of the last step. */
  readonly learningRate: number;
  /** Duration of the epoch in seconds, validation included. */
  readonly seconds: number;
}

/** Result of a training run. */
export interface History {
  /** Completed epochs, in order. */
  readonly epochs: readonly EpochRecord[];
  /**
   * Epoch whose weights the model has now, from 1. `null` if no epoch is complete; the model then has the weights of the
   * last step.
   */
  readonly bestEpoch: number | null;
  /** Why the run ended: all epochs are done, early stopping, or the signal aborted it. */
  readonly ended: 'done' | 'stopped' | 'aborted';
}

/** Progress of a run, after every batch. */
export interface TrainingProgress {
  /** Current epoch, from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Batches done in this epoch. */
  readonly batch: number;
  /** Batches per epoch. */
  readonly batches: number;
  /** Mean training loss of this epoch as far as it has been read from the device. `null` before that. */
  readonly loss: number | null;
  /** Estimated time to the end of the last epoch, in seconds; early stopping may shorten it. */
  readonly secondsLeft: number;
}
