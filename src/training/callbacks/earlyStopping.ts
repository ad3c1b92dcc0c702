import * as tf from '@tensorflow/tfjs';

import { BestWeights } from '../bestWeights';
import { Patience, type PatienceOptions } from '../schedule/patience';
import { type FitLogs, Monitor, type MonitorOptions } from './monitor';

/** Options of {@link EarlyStopping}. */
export interface EarlyStoppingOptions extends MonitorOptions, PatienceOptions {
  /** Whether the model has the weights of the best epoch when `fit` has ended, for whatever reason. @defaultValue `true` */
  restoreBestWeights?: boolean;
}

/**
 * Callback of `model.fit` that ends it when a number no longer gets better, as Keras's does; the defaults are those of the
 * paper. `trainSegmentation` has the same as its option `earlyStopping`.
 *
 * tfjs's own throws on `restoreBestWeights` (tensorflow/tfjs#8488), and minimises what it should maximise unless told.
 *
 * @throws RangeError if an option is not legal; Error (in `fit`) if the number is not in the logs
 */
export class EarlyStopping extends tf.Callback {
  /** The epoch with the best number, from 1; `null` before there is one. */
  bestEpoch: number | null = null;
  private readonly options: PatienceOptions;
  private readonly restores: boolean;
  private readonly monitor: Monitor;
  private patience: Patience;
  private best: BestWeights | null = null;

  constructor({ monitor, mode, restoreBestWeights = true, ...options }: EarlyStoppingOptions = {}) {
    super();
    this.options = options;
    this.restores = restoreBestWeights;
    this.monitor = new Monitor('EarlyStopping', { monitor, mode });
    this.patience = new Patience(options, 'EarlyStopping');
  }

  /** Begins to count anew. */
  override async onTrainBegin(): Promise<void> {
    this.patience = new Patience(this.options);
    this.best = new BestWeights(this.model);
    this.bestEpoch = null;
  }

  /** Looks at the number, and ends `fit` if it is time. */
  override async onEpochEnd(epoch: number, logs?: FitLogs): Promise<void> {
    const loss = await this.monitor.read(logs);
    if (await this.best!.offer(loss)) this.bestEpoch = epoch + 1;
    if (this.patience.endsAfter(loss)) this.model.stopTraining = true;
  }

  /** Gives the model its best weights. */
  override async onTrainEnd(): Promise<void> {
    if (this.restores) this.best?.restore();
    this.best = null;
  }
}
