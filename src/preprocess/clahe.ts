import * as tf from '@tensorflow/tfjs';

import { clahe } from '../ops/clahe';
import { type ClaheOptions, resolveClahe } from '../ops/claheGrid';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';

/** Options of {@link CLAHE}. */
export interface CLAHELayerOptions extends ClaheOptions, LayerArgs {}

/**
 * Contrast-limited adaptive histogram equalisation of every image and channel, as OpenCV computes it for 8 bits.
 *
 * `[batch, height, width, channels]` of grey levels 0…1 → the same. Sides may be open (`null`). It belongs behind
 * `HUWindow`, before any padding: the tiles divide the image itself.
 *
 * @throws RangeError if an option is out of range
 * @see the paper, data preprocessing: clip limit 2.0, 8 × 8 tiles
 */
export class CLAHE extends tf.layers.Layer {
  static readonly className = 'MsaUnetCLAHE';
  private readonly options: Required<ClaheOptions>;

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
