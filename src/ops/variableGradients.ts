import type * as tf from '@tensorflow/tfjs';

import { registeredVariables } from '../kernels/engine';
import { backpropagate } from './backpropagate';

/**
 * Computes a scalar function and its gradients with respect to variables, by their names: like `tf.variableGrads`, with
 * half the memory.
 *
 * Variables that the function does not depend on are left out; those passed but not trainable are `null`.
 *
 * @param variables defaults to all registered variables
 * @throws Error if the function depends on no trainable variable; RangeError if its result is not a scalar
 */
export function variableGradients(
  f: () => tf.Scalar,
  variables?: readonly tf.Variable[],
): { value: tf.Scalar; grads: tf.NamedTensorMap } {
  const all = variables ?? Object.values(registeredVariables());
  const trainable = all.filter((variable) => variable.trainable);
  const { value, gradients } = backpropagate(f, trainable);
  if (value.rank !== 0)
    throw new RangeError(`variableGradients: a loss must be a scalar; received the shape [${value.shape.join(', ')}]`);
  const found = trainable.flatMap(({ name }, i) => (gradients[i] ? [[name, gradients[i]] as const] : []));
  if (found.length === 0)
    throw new Error(`variableGradients: the loss depends on none of the ${all.length} variables that is trainable`);
  const frozen = variables?.filter((variable) => !variable.trainable) ?? [];
  return { value, grads: Object.fromEntries([...found, ...frozen.map(({ name }) => [name, null])]) };
}
