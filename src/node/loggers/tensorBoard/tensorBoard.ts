import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import type { FitLogs } from '../../../training/callbacks/monitor';
import type { EpochRecord, TrainingProgress } from '../../../training/history';
import { requireInteger, requireKnown } from '../../../utils/check';
import { type EpochValues, valuesOfLogs, valuesOfRecord } from '../epochValues';
import { EventFile } from './eventFile';

/** Options of {@link TensorBoard}. */
export interface TensorBoardOptions {
  /**
   * Batches between writes of the training loss, as `batch/loss` in the folder `batches`. `null`: never. With
   * `trainSegmentation`, it is the epoch's mean so far, which is read every ten batches. @defaultValue `null`
   */
  everyBatches?: number | null;
}

/**
 * Logger that writes event files for TensorBoard: after every epoch, all metrics as scalars under `epoch/`. Works with
 * `fit` and `trainSegmentation`. Options: {@link TensorBoardOptions}.
 *
 * Each program writes its own file to a folder; TensorBoard joins them, and discards what an interrupted run wrote
 * beyond the point from which the next one resumed.
 *
 * @throws OptionError if an option is out of range; what Node's file system throws (during training) if the file cannot
 * be written
 * @example
 * ```ts no-run
 * import { buildMsaUnet, phantomDataSet, prepareSlices, splitDataSet, trainSegmentation } from 'msa-unet';
 * import { TensorBoard } from 'msa-unet/node';
 *
 * const { parts } = await splitDataSet(phantomDataSet());
 * const [train, val] = [prepareSlices(parts.train), prepareSlices(parts.val)];
 * const { onEpoch } = new TensorBoard('runs/logs'); // then: tensorboard --logdir runs/logs
 * await trainSegmentation(buildMsaUnet([128, 128, 1], { baseFilters: 8 }), { train, val, onEpoch });
 * ```
 */
export class TensorBoard extends tf.Callback {
  private readonly everyBatches: number | null;
  private readonly ofEpochs: EventFile;
  private readonly ofBatches: EventFile;
  private batches = 0;

  /** @param folder folder of the event files, created if necessary */
  constructor(folder: string, { everyBatches = null, ...others }: TensorBoardOptions = {}) {
    super();
    requireKnown<TensorBoardOptions>('TensorBoard', others, { everyBatches });
    this.ofEpochs = new EventFile(folder);
    this.ofBatches = new EventFile(join(folder, 'batches'));
    if (everyBatches !== null) requireInteger('TensorBoard', 'everyBatches', everyBatches);
    this.everyBatches = everyBatches;
  }

  /** Callback for the option `onEpoch` of `trainSegmentation`. */
  readonly onEpoch = (record: EpochRecord): Promise<void> =>
    this.ofEpochs.write(record.epoch, inGroup('epoch', valuesOfRecord(record)));

  /**
   * Callback for the option `onProgress` of `trainSegmentation`, for `everyBatches`. It does not throw if the file
   * cannot be written.
   */
  readonly onProgress = ({ epoch, batch, batches, loss }: TrainingProgress): void => {
    const step = (epoch - 1) * batches + batch;
    if (this.everyBatches === null || loss === null || step % this.everyBatches > 0) return;
    this.ofBatches.write(step, { 'batch/loss': loss }).catch(() => {});
  };

  /** Writes the loss of a batch of `fit` if it is due. */
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
