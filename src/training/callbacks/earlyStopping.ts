import * as tf from '@tensorflow/tfjs';
import { requireKnown } from '../../utils/check';
import { BestWeights } from '../bestWeights';
import { paperRecipe } from '../paperRecipe';
import { Patience, type PatienceOptions } from '../schedule/patience';
import { type FitLogs, Monitor, type MonitorOptions } from './monitor';

/** Options of {@link EarlyStopping}. */
export interface EarlyStoppingOptions extends MonitorOptions, PatienceOptions {
  /** Whether the model gets the weights of the best epoch when `fit` ends, for whatever reason. @defaultValue `true` */
  restoreBestWeights?: boolean;
}

/**
 * Callback of `model.fit` that stops training when a metric no longer improves, like Keras's; the defaults are the
 * paper's. {@link trainSegmentation} has the same as its option `earlyStopping`. Options: {@link EarlyStoppingOptions}.
 *
 * Differs from tfjs's own callback, which throws on `restoreBestWeights` (tensorflow/tfjs#8488) and minimises metrics
 * of unknown direction.
 *
 * @throws OptionError if an option is out of range; Error (in `fit`) if the metric is not in the logs, or a loss is not
 * finite
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { EarlyStopping } from 'msa-unet';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
 * model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' }); // never improves
 * const [x, y] = [tf.ones([4, 2]), tf.ones([4, 1])];
 * const callbacks = [new EarlyStopping({ monitor: 'loss', patience: 2 })];
 * const { epoch } = await model.fit(x, y, { epochs: 20, verbose: 0, callbacks });
 * console.log(epoch.length); // 3
 * ```
 */
export class EarlyStopping extends tf.Callback {
  /** Best epoch, from 1. `null` before there is one. */
  bestEpoch: number | null = null;
  private readonly options: PatienceOptions;
  private readonly restores: boolean;
  private readonly monitor: Monitor;
  private patience: Patience;
  private best: BestWeights | null = null;

  constructor({ monitor, mode, restoreBestWeights = true, ...options }: EarlyStoppingOptions = {}) {
    super();
    const known = { monitor, mode, restoreBestWeights, ...paperRecipe.earlyStopping };
    requireKnown<EarlyStoppingOptions>('EarlyStopping', options, known);
    this.options = options;
    this.restores = restoreBestWeights;
    this.monitor = new Monitor('EarlyStopping', { monitor, mode });
    this.patience = new Patience(options, 'EarlyStopping');
  }

  /** Resets the state. */
  override async onTrainBegin(): Promise<void> {
    this.patience = new Patience(this.options);
    this.best = new BestWeights(this.model);
    this.bestEpoch = null;
  }

  /** Checks the metric and stops `fit` if it is time. */
  override async onEpochEnd(epoch: number, logs?: FitLogs): Promise<void> {
    const loss = await this.monitor.read(logs).catch((error: unknown) => {
      this.best!.restore(); // fit does not call onTrainEnd after an error
      throw error;
    });
    if (await this.best!.offer(loss)) this.bestEpoch = epoch + 1;
    if (this.patience.endsAfter(loss)) this.model.stopTraining = true;
  }

  /** Restores the model's best weights. */
  override async onTrainEnd(): Promise<void> {
    if (this.restores) this.best?.restore();
    this.best = null;
  }
}
