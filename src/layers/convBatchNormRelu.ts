import * as tf from '@tensorflow/tfjs';

import { isRecorded } from '../graphs/layerGraphs';
import {
  type ConvBatchNormOptions,
  type ConvBatchNormParameters,
  convolveFolded,
  trainConvBatchNormRelu,
} from '../ops/convBatchNormRelu';
import { foldBatchNorm } from '../ops/foldBatchNorm';
import { requireNonNegative, requireOneOf, requirePositive, requireRange, requireSeed } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';
import { requireMap } from '../utils/requireMaps';
import { requireConv } from './conv2d';
import { FoldedWeights } from './foldedWeights';
import { heNormal, heNormalFor } from './initializers';
import { Normalization } from './normalization';
import type { CallArgs } from './replay';

/** Options of {@link ConvBatchNormRelu}. */
export interface ConvBatchNormReluOptions extends LayerArgs {
  /** Number of output channels. */
  filters: number;
  /** Side k of the square kernel, in pixels. @defaultValue `3` */
  kernelSize?: number;
  /** Stride, in input pixels; above 1 only with `dilation` 1. @defaultValue `1` */
  stride?: number;
  /** Dilation rate r: the distance between filter taps, in pixels. @defaultValue `1` */
  dilation?: number;
  /** Zero padding: TensorFlow's 'same', or equal on all sides as in PyTorch's networks. @defaultValue `'same'` */
  padding?: 'same' | 'symmetric';
  /** Whether the convolution is depthwise; `filters` must then equal the input's channels. @defaultValue `false` */
  depthwise?: boolean;
  /** Whether the convolution has a bias, which the normalisation cancels. @defaultValue `true` */
  convBias?: boolean;
  /** Momentum of the moving averages: the share kept per training step, from 0 to 1. @defaultValue `0.99` */
  momentum?: number;
  /** Added to the variance before the square root. @defaultValue `1e-3` */
  epsilon?: number;
  /** Activation after the normalisation; 'relu6' is a ReLU capped at 6. @defaultValue `'relu'` */
  activation?: 'relu' | 'relu6' | 'linear';
  /** L2 penalty: the weight of the squared kernel in the loss, at least 0. @defaultValue `0` */
  l2?: number;
  /** Seed of the kernel's He initialisation. `null`: random. @defaultValue `null` */
  seed?: number | null;
}

/**
 * The unit `f^k` of the paper: convolution, batch normalisation and ReLU in one layer.
 *
 * `[batch, height, width, channels]` → `[batch, ⌈height / stride⌉, ⌈width / stride⌉, filters]`. Options:
 * {@link ConvBatchNormReluOptions}.
 *
 * A frozen unit (`trainable = false` on it or on a model around it) normalises with its moving averages and does not
 * update them, as in Keras.
 *
 * @throws OptionError if an option is out of range, or the unit is depthwise and `filters` differs from the input's
 * channels
 * @see MSA-UNet, 2021, https://doi.org/10.1186/s12911-021-01649-w, Eq. 1–4
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { ConvBatchNormRelu } from 'msa-unet';
 *
 * const unit = new ConvBatchNormRelu({ filters: 32, kernelSize: 3, dilation: 2 });
 * const y = unit.apply(tf.input({ shape: [64, 64, 16] })) as tf.SymbolicTensor;
 * console.log(y.shape, unit.countParams()); // [null, 64, 64, 32] 4768
 * ```
 */
export class ConvBatchNormRelu extends tf.layers.Layer {
  static readonly className = 'MsaUnetConvBatchNormRelu';
  private readonly options: Required<Omit<ConvBatchNormReluOptions, keyof LayerArgs>>;
  /** The options that the ops take. */
  private readonly unit: ConvBatchNormOptions;
  private kernel!: tf.LayerVariable;
  private bias: tf.LayerVariable | null = null;
  private normalization!: Normalization;
  private readonly folded = new FoldedWeights();

  constructor({
    filters,
    kernelSize = 3,
    stride = 1,
    dilation = 1,
    padding = 'same',
    depthwise = false,
    convBias = true,
    momentum = 0.99,
    epsilon = 1e-3,
    activation = 'relu',
    l2 = 0,
    seed = null,
    ...layerArgs
  }: ConvBatchNormReluOptions) {
    const convolution = { filters, kernelSize, stride, dilation, padding, depthwise, convBias };
    const options = { ...convolution, momentum, epsilon, activation, l2, seed };
    super(layerArgsOf<ConvBatchNormReluOptions>('ConvBatchNormRelu', layerArgs, options));
    requireConv('ConvBatchNormRelu', { filters, kernelSize, stride, dilation });
    requireOneOf('ConvBatchNormRelu', 'padding', padding, ['same', 'symmetric']);
    if (padding === 'symmetric' && kernelSize % 2 === 0)
      throw invalidOption('ConvBatchNormRelu', 'padding', `same with a \`kernelSize\` of ${kernelSize}`, padding);
    requireRange('ConvBatchNormRelu', 'momentum', momentum, 0, 1);
    requirePositive('ConvBatchNormRelu', 'epsilon', epsilon, 1);
    requireOneOf('ConvBatchNormRelu', 'activation', activation, ['relu', 'relu6', 'linear']);
    requireNonNegative('ConvBatchNormRelu', 'l2', l2);
    requireSeed('ConvBatchNormRelu', seed);
    this.options = options;
    this.unit = { stride, dilation, padding, depthwise, epsilon, activation };
  }

  override build(inputShape: tf.Shape): void {
    requireMap('ConvBatchNormRelu', inputShape);
    const { filters, kernelSize, depthwise, convBias, l2, seed } = this.options;
    const channels = inputShape[3]!;
    if (depthwise && filters !== channels)
      throw invalidOption(
        'ConvBatchNormRelu',
        'filters',
        `the ${channels} channels of the map with depthwise`,
        filters,
      );
    const penalty = l2 > 0 ? tf.regularizers.l2({ l2 }) : undefined;
    const shape = [kernelSize, kernelSize, channels, depthwise ? 1 : filters];
    const initial = depthwise ? heNormalFor(kernelSize ** 2, seed) : heNormal(seed);
    this.kernel = this.addWeight('conv/kernel', shape, 'float32', initial, penalty);
    this.bias = convBias ? this.addWeight('conv/bias', [filters], 'float32', tf.initializers.zeros()) : null;
    this.normalization = new Normalization((name, initial, trainable) =>
      this.addWeight(`bn/${name}`, [filters], 'float32', tf.initializers[initial](), undefined, trainable),
    );
    super.build(inputShape);
  }

  override computeOutputShape([batch, height, width]: tf.Shape): tf.Shape {
    const side = (length: number | null) => (length === null ? null : Math.ceil(length / this.options.stride));
    return [batch!, side(height!), side(width!), this.options.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training = false, replay = false }: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const x = onlyTensor<tf.Tensor4D>(inputs);
      const frozen = this.trainableWeights.length === 0;
      if (!training || frozen) return this.infer(x);
      this.folded.dispose();
      const { value, moments } = trainConvBatchNormRelu(x, this.parameters(), this.unit);
      if (!replay) this.normalization.follow(moments, this.options.momentum);
      return value;
    });
  }

  private infer(x: tf.Tensor4D): tf.Tensor4D {
    const fold = () => foldBatchNorm(this.parameters(), this.normalization.movingMoments(), this.unit);
    // A gradient may flow through the folding, and a recorded graph runs again with other weights.
    return convolveFolded(x, isRecorded() ? fold() : this.folded.of(this.weights, fold), this.unit);
  }

  protected override disposeWeights(): number {
    this.folded.dispose();
    return super.disposeWeights();
  }

  private parameters(): ConvBatchNormParameters {
    return {
      filter: this.kernel.read() as tf.Tensor4D,
      bias: (this.bias?.read() as tf.Tensor1D | undefined) ?? null,
      ...this.normalization.parameters(),
    };
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
