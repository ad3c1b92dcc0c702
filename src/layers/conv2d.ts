import * as tf from '@tensorflow/tfjs';

import { conv2d } from '../ops/conv2d';
import { requireInteger, requireNonNegative, requireOneOf, requireSeed } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';
import { requireMap } from '../utils/requireMaps';
import { heNormal } from './initializers';

const activations = ['linear', 'relu', 'sigmoid', 'softmax'] as const;

/** Options of {@link Conv2D}. */
export interface Conv2DOptions extends LayerArgs {
  /** Number of output channels. */
  filters: number;
  /** Side of the square kernel, in pixels. @defaultValue `3` */
  kernelSize?: number;
  /** Stride, in input pixels; above 1 only with `dilation` 1. @defaultValue `1` */
  stride?: number;
  /** Dilation rate: the distance between filter taps, in pixels. @defaultValue `1` */
  dilation?: number;
  /** Whether the convolution has a bias. @defaultValue `true` */
  useBias?: boolean;
  /** Activation after the convolution. @defaultValue `'linear'` */
  activation?: (typeof activations)[number];
  /** L2 penalty: the weight of the squared kernel in the loss, at least 0. @defaultValue `0` */
  l2?: number;
  /** Seed of the kernel's He initialisation. `null`: random. @defaultValue `null` */
  seed?: number | null;
}

/**
 * 2-D convolution with 'same' padding whose gradient works on every backend and with any dilation rate.
 *
 * `[batch, height, width, channels]` → `[batch, ⌈height / stride⌉, ⌈width / stride⌉, filters]`. Options:
 * {@link Conv2DOptions}.
 *
 * Differs from `tf.layers.conv2d`, which cannot train dilated convolutions on any backend, and on some cannot train
 * any convolution.
 *
 * @throws OptionError if an option is out of range, or stride and dilation both exceed 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { Conv2D } from 'msa-unet';
 *
 * const x = tf.input({ shape: [64, 64, 16] });
 * const y = new Conv2D({ filters: 8, dilation: 4, activation: 'relu' }).apply(x) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 64, 64, 8]
 * ```
 */
export class Conv2D extends tf.layers.Layer {
  static readonly className = 'MsaUnetConv2D';
  private readonly options: Required<Omit<Conv2DOptions, keyof LayerArgs>>;
  private kernel!: tf.LayerVariable;
  private bias: tf.LayerVariable | null = null;

  constructor({
    filters,
    kernelSize = 3,
    stride = 1,
    dilation = 1,
    useBias = true,
    activation = 'linear',
    l2 = 0,
    seed = null,
    ...layerArgs
  }: Conv2DOptions) {
    const options = { filters, kernelSize, stride, dilation, useBias, activation, l2, seed };
    super(layerArgsOf<Conv2DOptions>('Conv2D', layerArgs, options));
    requireConv('Conv2D', { filters, kernelSize, stride, dilation });
    requireOneOf('Conv2D', 'activation', activation, activations);
    requireNonNegative('Conv2D', 'l2', l2);
    requireSeed('Conv2D', seed);
    this.options = options;
  }

  override build(inputShape: tf.Shape): void {
    requireMap('Conv2D', inputShape);
    const { filters, kernelSize, useBias, l2, seed } = this.options;
    const shape = [kernelSize, kernelSize, inputShape[3]!, filters];
    const penalty = l2 > 0 ? tf.regularizers.l2({ l2 }) : undefined;
    this.kernel = this.addWeight('kernel', shape, 'float32', heNormal(seed), penalty);
    this.bias = useBias ? this.addWeight('bias', [filters], 'float32', tf.initializers.zeros()) : null;
    super.build(inputShape);
  }

  override computeOutputShape([batch, height, width]: tf.Shape): tf.Shape {
    const side = (length: number | null) => (length === null ? null : Math.ceil(length / this.options.stride));
    return [batch!, side(height!), side(width!), this.options.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { stride, dilation, activation } = this.options;
      const bias = (this.bias?.read() as tf.Tensor1D | undefined) ?? null;
      const y = conv2d(onlyTensor(inputs), this.kernel.read() as tf.Tensor4D, {
        stride,
        dilation,
        bias,
        activation: activation === 'relu' ? 'relu' : 'linear',
      });
      return activation === 'sigmoid' ? tf.sigmoid(y) : activation === 'softmax' ? tf.softmax(y) : y;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}

/**
 * Throws unless all lengths are positive integers and at most one of stride and dilation exceeds 1: tfjs has no
 * convolution with both.
 */
export function requireConv(
  owner: string,
  lengths: { filters?: number; kernelSize?: number; stride: number; dilation: number },
): void {
  for (const [option, value] of Object.entries(lengths)) requireInteger(owner, option, value);
  const { stride, dilation } = lengths;
  if (stride > 1 && dilation > 1) throw invalidOption(owner, 'dilation', `1 with a \`stride\` of ${stride}`, dilation);
}
