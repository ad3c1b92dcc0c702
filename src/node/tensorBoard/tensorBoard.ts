import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import type { FitLogs } from '../../training/callbacks/monitor';
import type { EpochRecord, TrainingProgress } from '../../training/history';
import { requireInteger } from '../../utils/check';
import { type EpochValues, valuesOfLogs, valuesOfRecord } from '../epochValues';
import { EventFile } from './eventFile';

/** Options of {@link TensorBoard}. */
export interface TensorBoardOptions {
  /**
   * Batches after which the training loss is written, as `batch/loss` in the folder `batches`; `null`: never. Of
   * `trainSegmentation` it is the mean of the epoch so far, which is known after every tenth batch. @defaultValue `null`
   */
  everyBatches?: number | null;
}

/**
 * Writes an event file that TensorBoard shows: after every epoch all that was measured, as scalars under `epoch/`. For `fit`
 * and for `trainSegmentation`.
 *
 * Each program that writes to a folder begins a file of its own; TensorBoard joins them, and forgets what an interrupted one
 * has written beyond where the next one goes on.
 *
 * @example `await model.fit(x, y, { callbacks: [new TensorBoard('runs/logs')] }); // then: tensorboard --logdir runs/logs`
 * @example `await trainSegmentation(model, { train, val, onEpoch: new TensorBoard('runs/logs').onEpoch })`
 * @throws RangeError if an option is not legal; what Node's file system throws (in the training) if the file cannot be written
 */
export class TensorBoard extends tf.Callback {
  private readonly everyBatches: number | null;
  private readonly ofEpochs: EventFile;
  private readonly ofBatches: EventFile;
  private batches = 0;

  /** @param folder made if need be */
  constructor(folder: string, { everyBatches = null }: TensorBoardOptions = {}) {
    super();
    this.ofEpochs = new EventFile(folder);
    this.ofBatches = new EventFile(join(folder, 'batches'));
    if (everyBatches !== null) requireInteger('TensorBoard', 'everyBatches', everyBatches);
    this.everyBatches = everyBatches;
  }

  /** Option of `trainSegmentation`. */
  readonly onEpoch = (record: EpochRecord): Promise<void> =>
    this.ofEpochs.write(record.epoch, inGroup('epoch', valuesOfRecord(record)));

  /** Option of `trainSegmentation`, for `everyBatches`; it does not complain of a file that cannot be written. */
  readonly onProgress = ({ epoch, batch, batches, loss }: TrainingProgress): void => {
    const step = (epoch - 1) * batches + batch;
    if (this.everyBatches === null || loss === null || step % this.everyBatches > 0) return;
    this.ofBatches.write(step, { 'batch/loss': loss }).catch(() => {});
  };

  /** Writes the loss of a batch of `fit`, if it is to be. */
  override async onBatchEnd(_batch: number, logs: FitLogs = {}): Promise<void> {
    this.batches++;
    if (this.everyBatches === null || this.batches % this.everyBatches > 0) return;
    const { loss } = await valuesOfLogs(logs.loss === undefined ? {} : { loss: logs.loss });
    if (loss !== undefined) await this.ofBatches.write(this.batches, { 'batch/loss': loss });
  }

  /** Writes the scalars of an epoch of `fit`. */
  override async onEpochEnd(epoch: number, logs?: FitLogs): Promise<void> {
    await this.ofEpochs.write(epoch + 1, inGroup('epoch', await valuesOfLogs(logs)));
  }
}

const inGroup = (group: string, values: EpochValues): EpochValues =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${group}/${name}`, value]));
