import * as tf from '@tensorflow/tfjs';

import { requireInteger } from '../utils/check';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';
import { requireDivisible } from '../utils/requireDivisible';

/** Options of {@link SizeGuard}. */
export interface SizeGuardOptions extends LayerArgs {
  /** Height and width must be multiples of this, in pixels. */
  multiple: number;
  /** Minimum of height and width, in pixels. @defaultValue `multiple` */
  atLeast?: number;
}

/**
 * Checks that height and width suit the network behind it; its error names the next legal size.
 *
 * `[batch, height, width, channels]` → same shape. Open sides (`null`) are checked at run time. Options:
 * {@link SizeGuardOptions}.
 *
 * @throws OptionError if a side is not a multiple of `multiple`, or below `atLeast`
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { SizeGuard } from 'msa-unet';
 *
 * const image = tf.input({ shape: [null, null, 1] });
 * const checked = new SizeGuard({ multiple: 16, atLeast: 32 }).apply(image) as tf.SymbolicTensor;
 * console.log(checked.shape); // [null, null, null, 1]
 * ```
 */
export class SizeGuard extends tf.layers.Layer {
  static readonly className = 'MsaUnetSizeGuard';
  readonly multiple: number;
  readonly atLeast: number;

  constructor({ multiple, atLeast = multiple, ...layerArgs }: SizeGuardOptions) {
    super(layerArgsOf<SizeGuardOptions>('SizeGuard', layerArgs, { multiple, atLeast }));
    requireInteger('SizeGuard', 'multiple', multiple);
    requireInteger('SizeGuard', 'atLeast', atLeast);
    this.multiple = multiple;
    this.atLeast = atLeast;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    this.requireLegal(inputShape);
    return [...inputShape];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = onlyTensor<tf.Tensor4D>(inputs);
    this.requireLegal(x.shape);
    return tf.clone(x);
  }

  private requireLegal([, height, width]: tf.Shape): void {
    requireDivisible('input image', [height!, width!], this.multiple, this.atLeast);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), multiple: this.multiple, atLeast: this.atLeast };
  }
}
