import { requireInteger, requireNonNegative } from '../../utils/check';

/** Where a run keeps its newest checkpoint: a folder (`checkpointFolder` of msa-unet/node), a database, memory. */
export interface CheckpointStore {
  /** What messages call it. @defaultValue `'the store'` */
  readonly name?: string;
  /** The newest checkpoint that is whole; `null` if none was ever written. */
  read(): Promise<Uint8Array | null>;
  /** Puts this in its place, in one step: whatever happens on the way, one of the two can be read afterwards. */
  write(checkpoint: Uint8Array): Promise<void>;
  /** Called before a run begins, with the bytes of a checkpoint about: throws if such cannot be written. */
  prepare?(bytes: number): Promise<void>;
}

/** Options of the checkpoints of `trainSegmentation`. */
export interface CheckpointOptions {
  /** Where they are kept; one run at a time may use it. */
  store: CheckpointStore;
  /** Whether to go on from the checkpoint that is there; otherwise the run begins anew, and replaces it. @defaultValue `true` */
  resume?: boolean;
  /** Epochs from one checkpoint to the next; `null`: only those of the other options. @defaultValue `1` */
  everyEpochs?: number | null;
  /** Seconds after which the next batch is followed by one, ≥ 0; `null`: see `everyEpochs`. @defaultValue `600` */
  everySeconds?: number | null;
  /** Batches from one checkpoint to the next; `null`: see `everyEpochs`. @defaultValue `null` */
  everyBatches?: number | null;
}

/** @throws RangeError if an option is not legal */
export function resolveCheckpoint({
  store,
  resume = true,
  everyEpochs = 1,
  everySeconds = 600,
  everyBatches = null,
}: CheckpointOptions): Required<CheckpointOptions> {
  if (everyEpochs !== null) requireInteger('checkpoint', 'everyEpochs', everyEpochs);
  if (everySeconds !== null) requireNonNegative('checkpoint', 'everySeconds', everySeconds);
  if (everyBatches !== null) requireInteger('checkpoint', 'everyBatches', everyBatches);
  return { store, resume, everyEpochs, everySeconds, everyBatches };
}
