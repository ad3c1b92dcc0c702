import type * as tf from '@tensorflow/tfjs';

import { OptionError } from './optionError';

/** Throws unless the tensors are float32: kernels called without tfjs's own checks would misread integers. */
export function requireFloat(owner: string, tensors: { [name: string]: tf.Tensor | null }): void {
  for (const [name, tensor] of Object.entries(tensors))
    if (tensor && tensor.dtype !== 'float32')
      throw new OptionError({
        ...{ owner, option: name, expected: 'a float32 tensor', received: tensor, shown: tensor.dtype },
        fix: { action: 'cast it', code: `${name}.toFloat()` },
      });
}
