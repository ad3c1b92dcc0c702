import * as tf from '@tensorflow/tfjs';

import { invalidOption } from '../utils/errors';
import { requireVolume } from './requireVolume';
import type { Volume } from './volume';

/**
 * Slices `from` to before `to` of a volume as a batch of images for a network.
 *
 * @param from index of the first slice; the first is the one nearest to the feet
 * @param to index after the last slice; by default all that follow
 * @returns float32 [to − from, height, width, 1], values as in the volume; the caller disposes of it
 * @throws RangeError unless 0 ≤ from < to ≤ depth and the parts of the volume fit each other; TypeError if it is no volume
 */
export function slicesAsTensor(volume: Volume, from = 0, to?: number): tf.Tensor4D {
  requireVolume('slicesAsTensor', volume);
  const [depth, height, width] = volume.shape;
  if (!(Number.isInteger(from) && from >= 0 && from < depth))
    throw invalidOption('slicesAsTensor', 'from', `an integer from 0 to ${depth - 1}`, from);
  const end = to ?? depth;
  if (!(Number.isInteger(end) && end > from && end <= depth))
    throw invalidOption('slicesAsTensor', 'to', `an integer from ${from + 1} to ${depth}`, end);
  const values = volume.data.subarray(from * height * width, end * height * width);
  return tf.tensor4d(new Float32Array(values), [end - from, height, width, 1], 'float32');
}
