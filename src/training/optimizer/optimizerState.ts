import * as tf from '@tensorflow/tfjs';

/** The state of an optimizer on the host. */
export interface OptimizerState {
  readonly tensors: readonly { readonly name: string; readonly shape: number[] }[];
  readonly values: readonly Float32Array[];
}

export async function readOptimizer(optimizer: tf.Optimizer): Promise<OptimizerState> {
  const weights = await optimizer.getWeights();
  const values = await Promise.all(weights.map(({ tensor }) => tensor.data()));
  return {
    tensors: weights.map(({ name, tensor }) => ({ name, shape: tensor.shape })),
    values: values.map((value) => Float32Array.from(value)),
  };
}

export async function loadOptimizer(optimizer: tf.Optimizer, { tensors, values }: OptimizerState): Promise<void> {
  if (tensors.length <= 1) return; // only the number of steps: none was taken
  const weights = tensors.map(({ name, shape }, i) => ({ name, tensor: tf.tensor(values[i]!, shape) }));
  try {
    await optimizer.setWeights(weights);
  } finally {
    tf.dispose(weights.map(({ tensor }) => tensor));
  }
}
