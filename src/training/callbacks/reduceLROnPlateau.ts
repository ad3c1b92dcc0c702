import * as tf from '@tensorflow/tfjs';
import { requireKnown } from '../../utils/check';
import { paperRecipe } from '../paperRecipe';
import { Plateau, type PlateauOptions } from '../schedule/plateau';
import { type FitLogs, Monitor, type MonitorOptions } from './monitor';

/** Options of {@link ReduceLROnPlateau}. */
export interface ReduceLROnPlateauOptions extends MonitorOptions, PlateauOptions {}

/** tfjs declares the learning rate of its optimizers protected, and SGD needs `setLearningRate`. */
interface Rated {
  learningRate?: unknown;
  setLearningRate?: (learningRate: number) => void;
}

/**
 * Callback of `model.fit` that reduces the learning rate when a metric no longer improves, like Keras's; the defaults
 * are the paper's. {@link trainSegmentation} has the same as its option `plateau`. Options:
 * {@link ReduceLROnPlateauOptions}.
 *
 * @throws OptionError if an option is out of range; Error (in `fit`) if the metric is not in the logs, a loss is not
 * finite, or the optimizer has no learning rate
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { fusedAdam, ReduceLROnPlateau } from 'msa-unet';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
 * const optimizer = fusedAdam({ learningRate: 0 }); // never improves
 * model.compile({ optimizer, loss: 'meanSquaredError' });
 * const callbacks = [new ReduceLROnPlateau({ monitor: 'loss', patience: 2 })];
 * await model.fit(tf.ones([4, 2]), tf.ones([4, 1]), { epochs: 4, verbose: 0, callbacks });
 * console.log(optimizer.learningRate); // 0
 * ```
 */
export class ReduceLROnPlateau extends tf.Callback {
  private readonly options: PlateauOptions;
  private readonly monitor: Monitor;
  private plateau: Plateau;

  constructor({ monitor, mode, ...options }: ReduceLROnPlateauOptions = {}) {
    super();
    requireKnown<ReduceLROnPlateauOptions>('ReduceLROnPlateau', options, { monitor, mode, ...paperRecipe.plateau });
    this.options = options;
    this.monitor = new Monitor('ReduceLROnPlateau', { monitor, mode });
    this.plateau = new Plateau(options, 'ReduceLROnPlateau');
  }

  /** Resets the state. */
  override async onTrainBegin(): Promise<void> {
    this.plateau = new Plateau(this.options);
  }

  /** Checks the metric and reduces the learning rate if it is time. */
  override async onEpochEnd(_epoch: number, logs?: FitLogs): Promise<void> {
    const optimizer = this.model.optimizer as tf.Optimizer & Rated;
    const { learningRate } = optimizer;
    if (typeof learningRate !== 'number')
      throw new Error(
        `ReduceLROnPlateau: ${optimizer.getClassName()} has no learning rate. Compile with another optimizer`,
      );
    const next = this.plateau.next(await this.monitor.read(logs), learningRate);
    if (next === learningRate) return;
    if (optimizer.setLearningRate) optimizer.setLearningRate(next);
    else optimizer.learningRate = next;
  }
}
