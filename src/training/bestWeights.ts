import type * as tf from '@tensorflow/tfjs';

import { readWeights, writeWeights } from './modelWeights';

/** Lowest loss, infinite at first, and the weights that achieved it. */
interface Best {
  readonly loss: number;
  readonly values: readonly Float32Array[];
}

/** Copy of all weights of a model from the epoch with the lowest validation loss. */
export class BestWeights {
  private best: Best = { loss: Number.POSITIVE_INFINITY, values: [] };
  /** Weights to return to while no epoch is the best. */
  private good: readonly Float32Array[] = [];

  constructor(private readonly model: tf.LayersModel) {}

  /** Copies the weights if this loss is the lowest so far, and returns whether it is; NaN never is. */
  async offer(loss: number): Promise<boolean> {
    if (!(loss < this.best.loss)) return false;
    this.best = { loss, values: await readWeights(this.model) };
    this.good = [];
    return true;
  }

  /** Keeps weights that are known to be good, until there is a best epoch. */
  keep(values: readonly Float32Array[]): void {
    if (this.best.values.length === 0) this.good = values;
  }

  /** Restores the copy of the best epoch, or else what was kept last. */
  restoreGood(): void {
    writeWeights(this.model, this.best.values.length > 0 ? this.best.values : this.good);
  }

  /** Restores the copy; without one, the weights stay. */
  restore(): void {
    writeWeights(this.model, this.best.values);
  }

  getState(): Best {
    return this.best;
  }

  setState(best: Best): void {
    this.best = best;
  }
}
