import * as tf from '@tensorflow/tfjs';
import { Plateau, type PlateauOptions } from '../schedule/plateau';
import { type FitLogs, Monitor, type MonitorOptions } from './monitor';

/** Options of {@link ReduceLROnPlateau}. */
export interface ReduceLROnPlateauOptions extends MonitorOptions, PlateauOptions {}

/** Optimizers of tfjs type their learning rate as protected, and SGD must be told of a new one. */
interface Rated {
  learningRate?: unknown;
  setLearningRate?: (learningRate: number) => void;
}

/**
 * Callback of `model.fit` that lowers the learning rate when a number no longer gets better, as Keras's does; the defaults
 * are those of the paper. `trainSegmentation` has the same as its option `plateau`.
 *
 * @example `model.fit(x, y, { validationData, callbacks: [new ReduceLROnPlateau(), new EarlyStopping()] })`
 * @throws RangeError if an option is not legal; Error (in `fit`) if the number is not in the logs, or the optimizer has no
 * learning rate
 */
export class ReduceLROnPlateau extends tf.Callback {
  private readonly options: PlateauOptions;
  private readonly monitor: Monitor;
  private plateau: Plateau;

  constructor({ monitor, mode, ...options }: ReduceLROnPlateauOptions = {}) {
    super();
    this.options = options;
    this.monitor = new Monitor('ReduceLROnPlateau', { monitor, mode });
    this.plateau = new Plateau(options, 'ReduceLROnPlateau');
  }

  /** Begins to count anew. */
  override async onTrainBegin(): Promise<void> {
    this.plateau = new Plateau(this.options);
  }

  /** Looks at the number, and lowers the learning rate if it is time. */
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
