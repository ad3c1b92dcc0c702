import * as tf from '@tensorflow/tfjs';

import { flatten, unflatten } from '../ops/flatten';
import { inParts } from './inParts';
import { readWeights, writeWeights } from './modelWeights';

/**
 * Exponential moving average of all weights of a model, batch norm's moving averages included. It follows the weights
 * faster in the first steps, so that it forgets where they started.
 */
export class AveragedWeights {
  /** Averages of neighbouring weights, joined into vectors. */
  private vectors: tf.Tensor1D[] = [];

  constructor(
    private readonly model: tf.LayersModel,
    /** Share of the average that a step keeps, in the long run. */
    private readonly decay: number,
  ) {}

  /** Moves the average towards the weights after the step of this number, counted from 1. */
  update(step: number): void {
    const rest = 1 - Math.min(this.decay, step / (9 + step)); // as TensorFlow's ExponentialMovingAverage counts updates
    const before = this.vectors;
    this.vectors = this.groups().map((weights, i) =>
      tf.tidy(() => {
        const now = flatten(weights);
        const mean = before[i];
        return tf.keep(mean ? mean.add<tf.Tensor1D>(now.sub(mean).mul(rest)) : now);
      }),
    );
    tf.dispose(before);
  }

  /** Calls `work` while the model has the averages in place of its weights. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.vectors.length === 0) return work();
    const weights = await readWeights(this.model);
    writeWeights(this.model, await this.read());
    try {
      return await work();
    } finally {
      writeWeights(this.model, weights);
    }
  }

  /** Copies the averages in the order and layout of {@link readWeights}; empty before the first step. */
  async read(): Promise<Float32Array[]> {
    if (this.vectors.length === 0) return [];
    const tensors = this.groups().flatMap((weights, i) =>
      unflatten(
        this.vectors[i]!,
        weights.map(({ shape }) => shape),
      ),
    );
    const values = await Promise.all(tensors.map((tensor) => tensor.data())).finally(() => tf.dispose(tensors));
    return values.map((value) => Float32Array.from(value));
  }

  /** Restores what {@link AveragedWeights.read} returned. */
  restore(values: readonly Float32Array[]): void {
    this.dispose();
    if (values.length === 0) return;
    let first = 0;
    this.vectors = this.groups().map((weights) => {
      const part = values.slice(first, first + weights.length);
      first += weights.length;
      return tf.tidy(() => tf.keep(flatten(part.map((value) => tf.tensor1d(value)))));
    });
  }

  dispose(): void {
    tf.dispose(this.vectors);
    this.vectors = [];
  }

  private groups(): tf.Tensor[][] {
    return inParts(this.model.weights.map((weight) => weight.read()));
  }
}
