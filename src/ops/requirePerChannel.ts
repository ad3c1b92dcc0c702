import type * as tf from '@tensorflow/tfjs';

import { invalidOption } from '../utils/errors';

/**
 * Throws RangeError unless the tensors have the shape [filters]: loops over typed arrays would read beyond shorter
 * ones.
 */
export function requirePerChannel(owner: string, filters: number, tensors: { [name: string]: tf.Tensor | null }): void {
  for (const [name, tensor] of Object.entries(tensors))
    if (tensor && String(tensor.shape) !== String(filters))
      throw invalidOption(owner, name, `a tensor [${filters}]`, tensor.shape);
}
