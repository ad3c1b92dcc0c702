import type * as tf from '@tensorflow/tfjs';

/** Throws TypeError unless the tensors are float32: kernels called without tfjs's own checks would misread integers. */
export function requireFloat(owner: string, tensors: { [name: string]: tf.Tensor | null }): void {
  for (const [name, tensor] of Object.entries(tensors))
    if (tensor && tensor.dtype !== 'float32')
      throw new TypeError(
        `${owner}: \`${name}\` must be a float32 tensor; received ${tensor.dtype}. Cast it: ${name}.toFloat()`,
      );
}
