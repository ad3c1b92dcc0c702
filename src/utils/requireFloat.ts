import type * as tf from '@tensorflow/tfjs';

import { OptionError } from './optionError';

/** Throws unless the tensors hold floats: kernels that are called past tfjs's own checks take integers for such. */
export function requireFloat(owner: string, tensors: { [name: string]: tf.Tensor | null }): void {
  for (const [name, tensor] of Object.entries(tensors))
    if (tensor && tensor.dtype !== 'float32')
      throw new OptionError({
        ...{ owner, option: name, expected: 'a float32 tensor', received: tensor, shown: tensor.dtype },
        fix: { action: 'cast it', code: `${name}.toFloat()` },
      });
}
