import * as tf from '@tensorflow/tfjs';

import { hostKernel } from '../ops/hostKernel';
import { withGradient } from '../ops/withGradient';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';
import { type HuWindowOptions, resolveHuWindow, windowInto } from './windowHu';

/** Options of {@link HUWindow}. */
export interface HUWindowLayerOptions extends HuWindowOptions, LayerArgs {}

/**
 * Clips Hounsfield units to the CT window and scales them to 0…1 by way of 8-bit grey levels, as `windowHu` does.
 *
 * `[batch, height, width, channels]` in HU → the same in 0…1. The gradient is zero.
 *
 * @throws RangeError if a bound is not finite or `windowMin` is not below `windowMax`
 * @see the paper, data preprocessing: window [−200, 250] HU
 */
export class HUWindow extends tf.layers.Layer {
  static readonly className = 'MsaUnetHUWindow';
  private readonly window: Required<HuWindowOptions>;

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
      const forward = () => ({
        value: tf.getBackend() === 'cpu' ? onHost(hu, this.window) : onTensors(hu, this.window),
        saved: [],
      });
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

/** Ten times as fast as the stock kernels of cpu; those of wasm are as fast as a loop. */
const onHost = (hu: tf.Tensor, window: Required<HuWindowOptions>): tf.Tensor => loop([hu], { ...window })[0]!;

const loop = hostKernel<{ windowMin: number; windowMax: number }>({
  name: 'MsaUnetWindowHu',
  outputShapes: ([shape]) => [shape!],
  loop: ([hu], [grey], window) => windowInto(grey!, hu!, window),
});
