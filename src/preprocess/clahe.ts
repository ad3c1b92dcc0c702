import * as tf from '@tensorflow/tfjs';

import { clahe } from '../ops/clahe';
import { type ClaheOptions, resolveClahe } from '../ops/claheOptions';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';

/** Options of {@link CLAHE}. */
export interface CLAHELayerOptions extends ClaheOptions, LayerArgs {}

/**
 * Contrast-limited adaptive histogram equalisation of every image and channel, identical to OpenCV's for 8 bits.
 *
 * `[batch, height, width, channels]` of grey levels 0…1 → same shape and range; height and width may be open (`null`).
 * Place it after {@link HUWindow} and before any padding, because the tiles divide the image itself. Options:
 * {@link CLAHELayerOptions}.
 *
 * @throws OptionError if an option is out of range
 * @see MSA-UNet, 2021, data preprocessing: clip limit 2.0, 8 × 8 tiles
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { CLAHE } from 'msa-unet';
 *
 * const dark = tf.linspace(0.4, 0.5, 64 * 64).reshape([1, 64, 64, 1]);
 * const equalised = new CLAHE({ clipLimit: 2 }).apply(dark) as tf.Tensor;
 * console.log(equalised.shape); // [1, 64, 64, 1]
 * ```
 */
export class CLAHE extends tf.layers.Layer {
  static readonly className = 'MsaUnetCLAHE';
  private readonly options: ReturnType<typeof resolveClahe>;

  constructor({ clipLimit, tileColumns, tileRows, ...layerArgs }: CLAHELayerOptions = {}) {
    super(layerArgsOf<CLAHELayerOptions>('CLAHE', layerArgs, { clipLimit, tileColumns, tileRows }));
    this.options = resolveClahe('CLAHE', { clipLimit, tileColumns, tileRows });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return clahe(onlyTensor(inputs), this.options);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
