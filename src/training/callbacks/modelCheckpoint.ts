import * as tf from '@tensorflow/tfjs';
import { requireKnown } from '../../utils/check';

import { type FitLogs, Monitor, type MonitorOptions, requireFiniteLosses } from './monitor';

/** Target of `model.save`: a handler such as `fileSystem(folder)`, or a URL. */
export type SaveTarget = tf.io.IOHandler | string;

/** Options of {@link ModelCheckpoint}. */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** Whether to save only epochs that improve on all earlier ones. @defaultValue `true` */
  bestOnly?: boolean;
}

/**
 * Callback of `model.fit` that saves the model after an epoch, to one target or to one per epoch. Resuming an
 * interrupted run takes more than weights: see the option `checkpoint` of {@link trainSegmentation}. Options:
 * {@link ModelCheckpointOptions}.
 *
 * @throws OptionError if the metric's direction is unknown and `mode` is missing; Error (in `fit`) if the metric is not
 * in the logs, or a loss is not finite
 * @example
 * ```ts no-run
 * import { buildUnet, ModelCheckpoint } from 'msa-unet';
 * import { fileSystem } from 'msa-unet/node';
 * import * as tf from '@tensorflow/tfjs';
 *
 * const model = buildUnet([64, 64, 1], { baseFilters: 8 });
 * model.compile({ optimizer: tf.train.adam(1e-3), loss: 'binaryCrossentropy' });
 * const callbacks = [new ModelCheckpoint(fileSystem('runs/best'))]; // or (epoch) => fileSystem(`runs/epoch-${epoch}`)
 * const data = tf.zeros([4, 64, 64, 1]);
 * await model.fit(data, data, { validationSplit: 0.5, callbacks });
 * ```
 */
export class ModelCheckpoint extends tf.Callback {
  private readonly monitor: Monitor | null;
  private lowest = Number.POSITIVE_INFINITY;

  /** @param target where to save, or a function of the epoch, from 1 */
  constructor(
    private readonly target: SaveTarget | ((epoch: number) => SaveTarget),
    { bestOnly = true, monitor, mode, ...others }: ModelCheckpointOptions = {},
  ) {
    super();
    requireKnown<ModelCheckpointOptions>('ModelCheckpoint', others, { bestOnly, monitor, mode });
    this.monitor = bestOnly ? new Monitor('ModelCheckpoint', { monitor, mode }) : null;
  }

  /** Resets the state. */
  override async onTrainBegin(): Promise<void> {
    this.lowest = Number.POSITIVE_INFINITY;
  }

  /** Saves the model if it is due. */
  override async onEpochEnd(epoch: number, logs?: FitLogs): Promise<void> {
    await requireFiniteLosses('ModelCheckpoint', logs);
    if (this.monitor) {
      const loss = await this.monitor.read(logs);
      if (!(loss < this.lowest)) return;
      this.lowest = loss;
    }
    await this.model.save(typeof this.target === 'function' ? this.target(epoch + 1) : this.target);
  }
}
