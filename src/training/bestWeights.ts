import type * as tf from '@tensorflow/tfjs';

import { readWeights, writeWeights } from './modelWeights';

/** What {@link BestWeights} keeps: the lowest loss, infinite at first, and the weights that had it. */
interface Best {
  readonly loss: number;
  readonly values: readonly Float32Array[];
}

/** Keeps a copy of a model's weights, all of them, from the epoch with the lowest validation loss. */
export class BestWeights {
  private best: Best = { loss: Number.POSITIVE_INFINITY, values: [] };

  constructor(private readonly model: tf.LayersModel) {}

  /** Copies the weights if this loss is lower than every one before; NaN never is. Returns whether it was. */
  async offer(loss: number): Promise<boolean> {
    if (!(loss < this.best.loss)) return false;
    this.best = { loss, values: await readWeights(this.model) };
    return true;
  }

  /** Puts the copy back; without one the weights stay. */
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
