import * as tf from '@tensorflow/tfjs';

import { concatChannels } from '../ops/concatChannels';

/**
 * Joins maps of one size along their channels: `[a; b]` of the paper.
 *
 * Several `[batch, height, width, channels]` → `[batch, height, width, sum of their channels]`.
 */
export class Concatenate extends tf.layers.Layer {
  static readonly className = 'MsaUnetConcatenate';

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const shapes = inputShape as tf.Shape[];
    return [...shapes[0]!.slice(0, 3), shapes.reduce((sum, shape) => sum + shape[3]!, 0)];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return concatChannels(inputs as tf.Tensor4D[]);
  }
}
