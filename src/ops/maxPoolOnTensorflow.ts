import type * as tf from '@tensorflow/tfjs';

import { flag, integers, runOnTensorflow, text, tryOneDnn } from './tensorflow';
import { withGradient } from './withGradient';

/**
 * Maximum of every window by TensorFlow's operations: [batch, height, width, channels] → [batch, outHeight, outWidth, channels].
 *
 * On large maps oneDNN, which remembers where the maxima were, takes a fifth of the time of TensorFlow's gradient.
 */
export function maxPoolOnTensorflow(
  x: tf.Tensor4D,
  poolSize: number,
  stride: number,
  padding: 'same' | 'valid',
): tf.Tensor4D {
  const [, height, width] = x.shape;
  const attributes = [
    integers('ksize', [1, poolSize, poolSize, 1]),
    integers('strides', [1, stride, stride, 1]),
    text('padding', padding.toUpperCase()),
  ];
  return withGradient([x], {
    forward: () => {
      const places = height * width * x.shape[3] > LARGE ? tryOneDnn('MaxPool', [x], attributes, 2) : null;
      const [y, workspace] = places ?? runOnTensorflow('MaxPool', [x], attributes);
      return { value: y as tf.Tensor4D, saved: [x, y!, ...(workspace ? [workspace] : [])] };
    },
    gradients: (dy, [x, y, workspace]) =>
      workspace
        ? tryOneDnn('MaxPoolGrad', [x!, y!, dy, workspace], [...attributes, flag('workspace_enabled', true)])!
        : runOnTensorflow('MaxPoolGrad', [x!, y!, dy], attributes),
  });
}

/** From here on, in values per image, oneDNN pays. */
const LARGE = 20_000;
