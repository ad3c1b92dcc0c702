import * as tf from '@tensorflow/tfjs';

/** Keeps a copy of a model's weights, all of them, from the epoch with the lowest validation loss. */
export class BestWeights {
  private loss = Number.POSITIVE_INFINITY;
  private values: tf.TypedArray[] = [];

  constructor(private readonly model: tf.LayersModel) {}

  /** Copies the weights if this loss is lower than every one before; NaN never is. Returns whether it was. */
  async offer(loss: number): Promise<boolean> {
    if (!(loss < this.loss)) return false;
    const values = await Promise.all(this.model.weights.map((weight) => weight.read().data()));
    this.values = values.map((value) => value.slice()); // on the cpu backend `data` is the weight itself
    this.loss = loss;
    return true;
  }

  /** Puts the copy back; without one the weights stay. */
  restore(): void {
    const { weights } = this.model;
    tf.tidy(() => {
      this.values.forEach((value, i) => {
        const weight = weights[i]!;
        const { shape, dtype } = weight.read();
        weight.write(tf.tensor(value, shape, dtype));
      });
    });
  }
}
