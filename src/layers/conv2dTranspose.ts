import * as tf from '@tensorflow/tfjs';

import { conv2dTranspose } from '../ops/conv2dTranspose';
import { requireInteger, requireOneOf, requireSeed } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';
import { requireMap } from '../utils/requireMaps';
import { heNormalFor } from './initializers';

/** Options of {@link Conv2DTranspose}. */
export interface Conv2DTransposeOptions extends LayerArgs {
  /** Number of output channels. */
  filters: number;
  /** Side of the square kernel, in pixels. @defaultValue `2` */
  kernelSize?: number;
  /** Factor by which height and width grow. @defaultValue `2` */
  stride?: number;
  /**
   * Padding of the convolution that this one transposes: TensorFlow's 'same', or PyTorch's symmetric padding, which
   * needs an odd `kernelSize`. @defaultValue `'same'`
   */
  padding?: 'same' | 'symmetric';
  /** Seed of the kernel's He initialisation. `null`: random. @defaultValue `null` */
  seed?: number | null;
}

/**
 * Transposed convolution with bias that grows both sides by exactly `stride`; its gradient works on every backend.
 *
 * `[batch, height, width, channels]` → `[batch, stride · height, stride · width, filters]`. Options:
 * {@link Conv2DTransposeOptions}.
 *
 * @throws OptionError if an option is out of range, or symmetric padding meets an even `kernelSize`
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { Conv2DTranspose } from 'msa-unet';
 *
 * const x = tf.input({ shape: [16, 16, 32] });
 * const y = new Conv2DTranspose({ filters: 16 }).apply(x) as tf.SymbolicTensor;
 * console.log(y.shape); // [null, 32, 32, 16]
 * ```
 */
export class Conv2DTranspose extends tf.layers.Layer {
  static readonly className = 'MsaUnetConv2DTranspose';
  private readonly options: Required<Omit<Conv2DTransposeOptions, keyof LayerArgs>>;
  private kernel!: tf.LayerVariable;
  private bias!: tf.LayerVariable;

  constructor({
    filters,
    kernelSize = 2,
    stride = 2,
    padding = 'same',
    seed = null,
    ...layerArgs
  }: Conv2DTransposeOptions) {
    const options = { filters, kernelSize, stride, padding, seed };
    super(layerArgsOf<Conv2DTransposeOptions>('Conv2DTranspose', layerArgs, options));
    for (const [option, value] of Object.entries({ filters, kernelSize, stride }))
      requireInteger('Conv2DTranspose', option, value);
    requireOneOf('Conv2DTranspose', 'padding', padding, ['same', 'symmetric']);
    if (padding === 'symmetric' && kernelSize % 2 === 0)
      throw invalidOption('Conv2DTranspose', 'padding', `same with a \`kernelSize\` of ${kernelSize}`, padding);
    requireSeed('Conv2DTranspose', seed);
    this.options = options;
  }

  override build(inputShape: tf.Shape): void {
    requireMap('Conv2DTranspose', inputShape);
    const { filters, kernelSize, stride, seed } = this.options;
    const channels = inputShape[3]!;
    // Each output pixel receives as many input pixels as windows overlap there.
    const fanIn = channels * Math.ceil(kernelSize / stride) ** 2;
    const shape = [kernelSize, kernelSize, filters, channels];
    this.kernel = this.addWeight('kernel', shape, 'float32', heNormalFor(fanIn, seed));
    this.bias = this.addWeight('bias', [filters], 'float32', tf.initializers.zeros());
    super.build(inputShape);
  }

  override computeOutputShape([batch, height, width]: tf.Shape): tf.Shape {
    const side = (length: number | null) => (length === null ? null : length * this.options.stride);
    return [batch!, side(height!), side(width!), this.options.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { stride, padding } = this.options;
      return tf.add(
        conv2dTranspose(onlyTensor(inputs), this.kernel.read() as tf.Tensor4D, { stride, padding }),
        this.bias.read(),
      );
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
