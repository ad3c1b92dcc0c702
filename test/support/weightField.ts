import * as tf from '@tensorflow/tfjs';

import { randomTensor } from './gradients';
import { elementsOf } from './smallNet';

/** tfjs's Adam with the ε that it does not take on every backend. */
export class StockAdam extends tf.AdamOptimizer {
  constructor(learningRate: number) {
    super(learningRate, 0.9, 0.999, 1e-7);
  }
}

/** Some weights, and an optimizer that moves them along given gradients; on `dispose` both go. */
export class WeightField {
  readonly weights = [[3, 2], [], [17], [2, 2]].map((shape, i) =>
    tf.tidy(() => tf.variable(randomTensor(shape, i + 1))),
  );

  constructor(readonly optimizer: tf.Optimizer) {}

  /** One step along gradients of many magnitudes, others for every `time`; weights not in `moving` have none. */
  step(time: number, moving = [0, 1, 2]): void {
    const product = (i: number) => {
      const base = randomTensor(this.weights[i]!.shape, 10 * time + i);
      return this.weights[i]!.mul(base.square().mul(base)).sum<tf.Scalar>();
    };
    this.optimizer.minimize(() => tf.addN(moving.map(product)), false, this.weights);
  }

  elements(): Promise<number[]> {
    return elementsOf(this.weights);
  }

  dispose(): void {
    tf.dispose(this.weights);
    this.optimizer.dispose();
  }
}
