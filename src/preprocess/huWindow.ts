import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { runKernel } from '../kernels/runKernel';
import { withGradient } from '../ops/withGradient';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';
import { type HuWindowOptions, resolveHuWindow } from './windowHu';

/** Options of {@link HUWindow}. */
export interface HUWindowLayerOptions extends HuWindowOptions, LayerArgs {}

/**
 * CT window: clips Hounsfield units and scales them to 0…1 in steps of 1/255, as {@link windowHu} does.
 *
 * `[batch, height, width, channels]` in HU → same shape, 0…1. The gradient is zero. Options:
 * {@link HUWindowLayerOptions}.
 *
 * @throws OptionError if a bound is not finite or `windowMin` is not below `windowMax`
 * @see MSA-UNet, 2021, data preprocessing: window [−200, 250] HU
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { HUWindow } from 'msa-unet';
 *
 * const hu = tf.tensor4d([-1000, -200, 250, 3000], [1, 2, 2, 1]);
 * const grey = new HUWindow({ windowMin: -200, windowMax: 250 }).apply(hu) as tf.Tensor;
 * console.log(grey.flatten().arraySync()); // [0, 0, 1, 1]
 * ```
 */
export class HUWindow extends tf.layers.Layer {
  static readonly className = 'MsaUnetHUWindow';
  private readonly window: { windowMin: number; windowMax: number };

  constructor({ windowMin, windowMax, ...layerArgs }: HUWindowLayerOptions = {}) {
    super(layerArgsOf<HUWindowLayerOptions>('HUWindow', layerArgs, { windowMin, windowMax }));
    this.window = resolveHuWindow('HUWindow', { windowMin, windowMax });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const hu = tf.cast(onlyTensor(inputs), 'float32');
      const compose = () => onTensors(hu, this.window);
      const forward = () => ({ value: runKernel(kernels.windowHu, [hu], this.window, compose), saved: [] });
      return withGradient([hu], { forward, gradients: () => [tf.zeros(hu.shape)] });
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.window };
  }
}

function onTensors(hu: tf.Tensor, { windowMin, windowMax }: Required<HuWindowOptions>): tf.Tensor {
  const above = tf.sub(tf.clipByValue(hu, windowMin, windowMax), windowMin);
  const levels = tf.round(tf.div(tf.mul(above, 255), windowMax - windowMin)); // multiplied first: exact for whole HU
  return tf.div(levels, 255);
}
