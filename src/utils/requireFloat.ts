import type * as tf from '@tensorflow/tfjs';

/** Throws TypeError unless the tensors hold floats: kernels that are called past tfjs's own checks take integers for such. */
export function requireFloat(owner: string, tensors: { [name: string]: tf.Tensor | null }): void {
  for (const [name, tensor] of Object.entries(tensors))
    if (tensor && tensor.dtype !== 'float32')
      throw new TypeError(
        `${owner}: \`${name}\` must be a float32 tensor; received ${tensor.dtype}. Cast it: ${name}.toFloat()`,
      );
}
