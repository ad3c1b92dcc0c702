import * as tf from '@tensorflow/tfjs';

import * as kernels from '../kernels/catalog';
import { runKernel, tryKernel } from '../kernels/runKernel';
import { withGradient } from './withGradient';

/**
 * Concatenates maps of the same size along their channels: [batch, height, width, own channels] → [batch, height,
 * width, channels of all].
 */
export function concatChannels(maps: tf.Tensor4D[]): tf.Tensor4D {
  const shape = maps[0]!.shape.slice(0, 3);
  const channels = maps.map((map) => map.shape[3]);
  for (const map of maps) tf.util.assertShapesMatch(map.shape.slice(0, 3), shape, 'concatChannels: ');
  const attributes = { shape, channels };
  return withGradient(maps, {
    forward: () => ({
      value: runKernel(kernels.concatChannels, maps, attributes, () => tf.concat(maps, 3)),
      saved: [],
    }),
    gradients: (dy) => tryKernel(kernels.splitChannels, [dy], attributes) ?? tf.split(dy, channels, 3),
  });
}
