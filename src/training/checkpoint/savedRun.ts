import type { RandomState } from '../../utils/random';
import type { EpochRecord } from '../history';
import type { LossSums } from '../lossMeter';
import type { PatienceState } from '../schedule/patience';
import type { PlateauState } from '../schedule/plateau';

/** All that a run must be equal in to go on from a checkpoint, by what messages call it; JSON. */
export type RunConfig = Readonly<Record<string, unknown>>;

/** How far a run is, in whole batches. */
export interface Progress {
  /** Whole epochs. */
  readonly records: readonly EpochRecord[];
  readonly bestEpoch: number | null;
  /** Why the run has ended; `null` if it has not. */
  readonly ended: 'done' | 'stopped' | null;
  /** Batches done of the epoch under way. */
  readonly batch: number;
  /** Seconds that the epoch under way has taken. */
  readonly seconds: number;
  /** Where the random numbers for the order of the samples stood at the start of the epoch under way. */
  readonly order: RandomState;
}

/** States of all that changes from batch to batch or from epoch to epoch. */
interface SavedStates {
  /** Losses of the epoch under way. */
  readonly meter: LossSums;
  readonly learningRate: number;
  readonly plateau: PlateauState | null;
  readonly earlyStopping: PatienceState | null;
  readonly augmentation: RandomState | null;
  /** Of all layers that draw random numbers, in the order of the model. */
  readonly layers: readonly object[];
  /** Name and shape of the tensors of the optimizer. */
  readonly optimizer: readonly { readonly name: string; readonly shape: number[] }[];
  /** The lowest validation loss. */
  readonly bestLoss: number;
}

/** A checkpoint: what a run needs to go on as if it had never been interrupted. */
export interface SavedRun {
  readonly config: RunConfig;
  /** For the reader of a checkpoint; a run may go on with others. */
  readonly versions: Readonly<Record<string, string>>;
  readonly progress: Progress;
  readonly states: SavedStates;
  /** Weights of the model. */
  readonly weights: readonly Float32Array[];
  /** Weights of the best epoch; none before the first. */
  readonly best: readonly Float32Array[];
  /** Values of the tensors of the optimizer. */
  readonly optimizer: readonly Float32Array[];
}
