import * as tf from '@tensorflow/tfjs';

import { requireInteger } from '../utils/check';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';
import { requireDivisible } from '../utils/requireDivisible';

/** Options of {@link SizeGuard}. */
export interface SizeGuardOptions extends LayerArgs {
  /** What the height and the width must be multiples of, in pixels. */
  multiple: number;
  /** The least height and width, in pixels. @defaultValue `multiple` */
  atLeast?: number;
}

/**
 * Lets maps through whose sides the network behind it can halve; others are an error that names the next legal size.
 *
 * `[batch, height, width, channels]` → the same. A side may be open (`null`) until data come, or a shape to compute with.
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
