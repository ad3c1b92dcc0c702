import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { runKernel } from '../kernels/runKernel';
import { withGradient } from '../ops/withGradient';
import { invalidOption } from '../utils/errors';
import { type LayerArgs, layerArgsOf } from '../utils/layerArgs';
import { onlyTensor } from '../utils/onlyTensor';
import { type HuRange, resolveWindows } from './input/preprocessing';
import { type HuWindowOptions, resolveHuWindow } from './windowHu';

/** Options of {@link HUWindow}. */
export interface HUWindowLayerOptions extends HuWindowOptions, LayerArgs {
  /** Several windows in place of one, each a channel. `null`: one. @defaultValue `null` */
  windows?: readonly HuRange[] | null;
}

/**
 * CT window: clips Hounsfield units and scales them to 0…1 in steps of 1/255, as {@link windowHu} does.
 *
 * `[batch, height, width, channels]` in HU → same shape, 0…1. Several windows make several channels of each: first all windows
 * of the first channel. The gradient is zero. Options: {@link HUWindowLayerOptions}.
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
  /** One window or several; each is a channel. */
  readonly windows: readonly HuRange[];

  constructor({ windowMin, windowMax, windows = null, ...layerArgs }: HUWindowLayerOptions = {}) {
    super(layerArgsOf<HUWindowLayerOptions>('HUWindow', layerArgs, { windowMin, windowMax, windows }));
    if (windows !== null && (windowMin ?? windowMax) !== undefined)
      throw invalidOption('HUWindow', 'windows', 'null with `windowMin` or `windowMax`, which are one window', windows);
    const window = resolveHuWindow('HUWindow', { windowMin, windowMax });
    this.windows = resolveWindows('HUWindow', windows) ?? [[window.windowMin, window.windowMax]];
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    const channels = inputShape.at(-1);
    return [...inputShape.slice(0, -1), channels == null ? null : channels * this.windows.length];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const hu = tf.cast(onlyTensor(inputs), 'float32');
      const forward = () => ({ value: windowed(hu, this.windows), saved: [] });
      return withGradient([hu], { forward, gradients: () => [tf.zeros(hu.shape)] });
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const config = super.getConfig();
    if (this.windows.length > 1) return { ...config, windows: this.windows.map((range) => [...range]) };
    const [windowMin, windowMax] = this.windows[0]!;
    return { ...config, windowMin, windowMax };
  }
}

function windowed(hu: tf.Tensor, windows: readonly HuRange[]): tf.Tensor {
  const each = windows.map(([windowMin, windowMax]) => {
    const window = { windowMin, windowMax };
    return runKernel(kernels.windowHu, [hu], window, () => onTensors(hu, window));
  });
  if (each.length === 1) return each[0]!;
  const shape = [...hu.shape.slice(0, -1), hu.shape.at(-1)! * each.length];
  return tf.stack(each, -1).reshape(shape);
}

function onTensors(hu: tf.Tensor, { windowMin, windowMax }: Required<HuWindowOptions>): tf.Tensor {
  const above = tf.sub(tf.clipByValue(hu, windowMin, windowMax), windowMin);
  const levels = tf.round(tf.div(tf.mul(above, 255), windowMax - windowMin)); // multiplied first: exact for whole HU
  return tf.div(levels, 255);
}
