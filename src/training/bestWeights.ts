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

  constructor(private readonly model: tf.LayersModel) {}

  /** Copies the weights if this loss is the lowest so far, and returns whether it is; NaN never is. */
  async offer(loss: number): Promise<boolean> {
    if (!(loss < this.best.loss)) return false;
    this.best = { loss, values: await readWeights(this.model) };
    return true;
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
