import * as tf from '@tensorflow/tfjs';

import { inferBatchNormRelu, trainBatchNormRelu } from '../ops/batchNormRelu';
import { requireOneOf, requirePositive, requireRange } from '../utils/check';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';
import { requireMap } from '../utils/requireMaps';
import { Normalization } from './normalization';
import type { CallArgs } from './replay';

/** Options of {@link BatchNormRelu}. */
export interface BatchNormReluOptions extends LayerArgs {
  /** Momentum of the moving averages: the share kept per training step, from 0 to 1. @defaultValue `0.99` */
  momentum?: number;
  /** Added to the variance before the square root. @defaultValue `1e-3` */
  epsilon?: number;
  /** Activation after the normalisation. @defaultValue `'relu'` */
  activation?: 'relu' | 'linear';
}

/**
 * Batch normalisation and ReLU in one layer, for use after layers other than a convolution.
 *
 * `[batch, height, width, channels]` → same shape. Options: {@link BatchNormReluOptions}.
 *
 * A frozen layer normalises with its moving averages and does not update them, as in Keras; a frozen
 * `tf.layers.batchNormalization` still normalises with batch statistics and updates its averages.
 *
 * @throws OptionError if an option is out of range
 * @see Ioffe and Szegedy, Batch Normalization, 2015, https://arxiv.org/abs/1502.03167, Algorithm 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { BatchNormRelu } from 'msa-unet';
 *
 * const x = tf.tensor4d([-1, 2], [1, 1, 1, 2]);
 * const y = new BatchNormRelu({ epsilon: 1e-7 }).apply(x) as tf.Tensor; // moving mean 0 and variance 1 before training
 * console.log(y.shape, y.min().arraySync()); // [1, 1, 1, 2] 0
 * ```
 */
export class BatchNormRelu extends tf.layers.Layer {
  static readonly className = 'MsaUnetBatchNormRelu';
  private readonly options: Required<Omit<BatchNormReluOptions, keyof LayerArgs>>;
  private normalization!: Normalization;

  constructor({ momentum = 0.99, epsilon = 1e-3, activation = 'relu', ...layerArgs }: BatchNormReluOptions = {}) {
    super(layerArgsOf<BatchNormReluOptions>('BatchNormRelu', layerArgs, { momentum, epsilon, activation }));
    requireRange('BatchNormRelu', 'momentum', momentum, 0, 1);
    requirePositive('BatchNormRelu', 'epsilon', epsilon, 1);
    requireOneOf('BatchNormRelu', 'activation', activation, ['relu', 'linear']);
    this.options = { momentum, epsilon, activation };
  }

  override build(inputShape: tf.Shape): void {
    requireMap('BatchNormRelu', inputShape);
    this.normalization = new Normalization((name, initial, trainable) =>
      this.addWeight(name, [inputShape[3]!], 'float32', tf.initializers[initial](), undefined, trainable),
    );
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training = false, replay = false }: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const x = onlyTensor<tf.Tensor4D>(inputs);
      const { momentum, epsilon, activation } = this.options;
      const { gamma, beta } = this.normalization.parameters();
      const frozen = this.trainableWeights.length === 0;
      if (!training || frozen)
        return inferBatchNormRelu(x, this.normalization.movingMoments(), gamma, beta, epsilon, activation);
      const { value, moments } = trainBatchNormRelu(x, { gamma, beta, bias: null }, epsilon, activation);
      if (!replay) this.normalization.follow(moments, momentum);
      return value;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
