import * as tf from '@tensorflow/tfjs';

import { type FitLogs, Monitor, type MonitorOptions } from './monitor';

/** Where a model is saved, as `model.save` takes it: a handler such as `fileSystem(folder)`, or a URL. */
export type SaveTarget = tf.io.IOHandler | string;

/** Options of {@link ModelCheckpoint}. */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** Whether only epochs better than all before are saved; otherwise every one. @defaultValue `true` */
  bestOnly?: boolean;
}

/**
 * Callback of `model.fit` that saves the model after an epoch, to one place or to one per epoch. To go on with a run that
 * was interrupted takes more than weights: see the option `checkpoint` of `trainSegmentation`.
 *
 * @example `new ModelCheckpoint(fileSystem('runs/best'), { monitor: 'val_diceCoefficient' })`
 * @example `` new ModelCheckpoint((epoch) => fileSystem(`runs/epoch-${epoch}`), { bestOnly: false }) ``
 * @throws RangeError if the mode is not given and not known; Error (in `fit`) if the number is not in the logs
 */
export class ModelCheckpoint extends tf.Callback {
  private readonly monitor: Monitor | null;
  private lowest = Number.POSITIVE_INFINITY;

  /** @param target where to, or the function that tells it for an epoch, from 1 */
  constructor(
    private readonly target: SaveTarget | ((epoch: number) => SaveTarget),
    { bestOnly = true, ...options }: ModelCheckpointOptions = {},
  ) {
    super();
    this.monitor = bestOnly ? new Monitor('ModelCheckpoint', options) : null;
  }

  /** Begins to compare anew. */
  override async onTrainBegin(): Promise<void> {
    this.lowest = Number.POSITIVE_INFINITY;
  }

  /** Saves the model, if it is to be. */
  override async onEpochEnd(epoch: number, logs?: FitLogs): Promise<void> {
    if (this.monitor) {
      const loss = await this.monitor.read(logs);
      if (!(loss < this.lowest)) return;
      this.lowest = loss;
    }
    await this.model.save(typeof this.target === 'function' ? this.target(epoch + 1) : this.target);
  }
}
