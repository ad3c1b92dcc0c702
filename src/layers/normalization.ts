import type * as tf from '@tensorflow/tfjs';

import type { ChannelMoments } from '../ops/channelMoments';
import { movingAverages } from '../ops/movingAverages';
import { moveWeight } from '../ops/sideEffects';

/** Adds a weight with one value per channel. */
type AddWeight = (name: string, initializer: 'zeros' | 'ones', trainable: boolean) => tf.LayerVariable;

/** Weights of a batch normalisation inside a layer, created in the layer's `build`. */
export class Normalization {
  private readonly gamma: tf.LayerVariable;
  private readonly beta: tf.LayerVariable;
  private readonly movingMean: tf.LayerVariable;
  private readonly movingVariance: tf.LayerVariable;

  constructor(add: AddWeight) {
    this.gamma = add('gamma', 'ones', true);
    this.beta = add('beta', 'zeros', true);
    this.movingMean = add('moving_mean', 'zeros', false);
    this.movingVariance = add('moving_variance', 'ones', false);
  }

  /** Scale and offset, `[channels]` each. */
  parameters(): { gamma: tf.Tensor1D; beta: tf.Tensor1D } {
    return { gamma: this.gamma.read() as tf.Tensor1D, beta: this.beta.read() as tf.Tensor1D };
  }

  /** Moving mean and variance, for inference. */
  movingMoments(): ChannelMoments {
    return { mean: this.movingMean.read() as tf.Tensor1D, variance: this.movingVariance.read() as tf.Tensor1D };
  }

  /** Updates the moving averages with the moments of a batch. */
  follow({ mean, variance }: ChannelMoments, momentum: number): void {
    const averages: [tf.Tensor, tf.Tensor] = [this.movingMean.read(), this.movingVariance.read()];
    const [nextMean, nextVariance] = movingAverages(averages, [mean, variance], momentum);
    moveWeight(this.movingMean, nextMean);
    moveWeight(this.movingVariance, nextVariance);
  }
}
