import { requireInteger, requireKnown, requireNonNegative } from '../../utils/check';

/** Store of a run's latest checkpoint: a folder (`checkpointFolder` of msa-unet/node), a database, memory. */
export interface CheckpointStore {
  /** Name in messages. @defaultValue `'the store'` */
  readonly name?: string;
  /** Reads the latest intact checkpoint. `null` if none was ever written. */
  read(): Promise<Uint8Array | null>;
  /** Replaces the checkpoint atomically: whatever happens, either the old or the new one can be read afterwards. */
  write(checkpoint: Uint8Array, options?: CheckpointWriteOptions): Promise<void>;
  /**
   * Called before a run reads its checkpoint: keeps other runs out until the release that it returns is called. Waits for a
   * run that uses the store, and throws the reason of the signal when that aborts the wait.
   */
  claim?(options: { readonly signal: AbortSignal | undefined }): Promise<() => Promise<void>>;
  /** Called before a run starts, with the approximate size in bytes; throws if a checkpoint cannot be written. */
  prepare?(bytes: number): Promise<void>;
}

/** What a {@link CheckpointStore} must know of a checkpoint that it writes. */
export interface CheckpointWriteOptions {
  /**
   * It is the first of a run that began from scratch. As soon as it is written, `read` must not give back anything older, which
   * is of another run, even if this one turns out to be damaged. @defaultValue `false`
   */
  newRun?: boolean;
}

/** Options of the checkpoints of {@link trainSegmentation}. */
export interface CheckpointOptions {
  /** Store of the checkpoint, used by one run at a time. */
  store: CheckpointStore;
  /**
   * Whether to resume from an existing checkpoint; otherwise, a new run starts and replaces it. @defaultValue `true`
   */
  resume?: boolean;
  /** Epochs between checkpoints. `null`: only the other two options apply. @defaultValue `1` */
  everyEpochs?: number | null;
  /** Seconds between checkpoints, which are written after a batch, ≥ 0. `null`: not by time. @defaultValue `600` */
  everySeconds?: number | null;
  /** Batches between checkpoints. `null`: not by batches. @defaultValue `null` */
  everyBatches?: number | null;
}

/** Fills in the defaults. Throws OptionError if an option is out of range. */
export function resolveCheckpoint({
  store,
  resume = true,
  everyEpochs = 1,
  everySeconds = 600,
  everyBatches = null,
  ...others
}: CheckpointOptions): Required<CheckpointOptions> {
  const options = { store, resume, everyEpochs, everySeconds, everyBatches };
  requireKnown<CheckpointOptions>('checkpoint', others, options);
  if (everyEpochs !== null) requireInteger('checkpoint', 'everyEpochs', everyEpochs);
  if (everySeconds !== null) requireNonNegative('checkpoint', 'everySeconds', everySeconds);
  if (everyBatches !== null) requireInteger('checkpoint', 'everyBatches', everyBatches);
  return options;
}
