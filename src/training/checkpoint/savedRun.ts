import type { RandomState } from '../../utils/random';
import type { EpochRecord } from '../history';
import type { LossSums } from '../lossMeter';
import type { PatienceState } from '../schedule/patience';
import type { PlateauState } from '../schedule/plateau';

/** Everything that must match for resuming from a checkpoint, by its name in messages; JSON. */
export type RunConfig = Readonly<Record<string, unknown>>;

/** Progress of a run, in whole batches. */
export interface Progress {
  /** Completed epochs. */
  readonly records: readonly EpochRecord[];
  readonly bestEpoch: number | null;
  /** Why the run has ended. `null`: it has not. */
  readonly ended: 'done' | 'stopped' | null;
  /** Batches done in the current epoch. */
  readonly batch: number;
  /** Duration of the current epoch so far, in seconds. */
  readonly seconds: number;
  /** State, at the start of the current epoch, of the random numbers that shuffle the samples. */
  readonly order: RandomState;
}

/** States that change from batch to batch or from epoch to epoch. */
interface SavedStates {
  /** Losses of the current epoch. */
  readonly meter: LossSums;
  readonly learningRate: number;
  readonly plateau: PlateauState | null;
  readonly earlyStopping: PatienceState | null;
  readonly augmentation: RandomState | null;
  /** States of all layers with random draws, in the order of the model. */
  readonly layers: readonly object[];
  /** Names and shapes of the optimizer's tensors. */
  readonly optimizer: readonly { readonly name: string; readonly shape: number[] }[];
  /** Lowest validation loss. */
  readonly bestLoss: number;
}

/** Checkpoint: everything that a run needs to continue as if it had never been interrupted. */
export interface SavedRun {
  readonly config: RunConfig;
  /** Versions that wrote the checkpoint, for information; resuming does not require the same. */
  readonly versions: Readonly<Record<string, string>>;
  readonly progress: Progress;
  readonly states: SavedStates;
  /** Weights of the model. */
  readonly weights: readonly Float32Array[];
  /** Weights of the best epoch; empty before the first. */
  readonly best: readonly Float32Array[];
  /** Exponential moving averages of the weights; empty without them. */
  readonly averages: readonly Float32Array[];
  /** Values of the optimizer's tensors. */
  readonly optimizer: readonly Float32Array[];
}
