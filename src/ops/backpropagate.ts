import * as tf from '@tensorflow/tfjs';

import { recordTape, type Tape } from '../kernels/engine';

/** Result of {@link backpropagate}; the caller owns all its tensors. */
export interface Backpropagation<T extends tf.Tensor> {
  /** The result of the function. */
  value: T;
  /** One gradient per input; `null` where the result does not depend on it. */
  gradients: (tf.Tensor | null)[];
}

/**
 * Computes a function and its gradients with respect to tensors that it reads, as `tf.grads` does, and frees every
 * tensor as soon as it is no longer needed.
 *
 * `tf.grads` keeps every tensor that gradients need, and all intermediate gradients, until the end: about twice the
 * peak memory.
 *
 * It can be called inside the gradient of another function. Gradients of gradients are not supported.
 *
 * @param dy gradient of the result; 1 everywhere if left out
 * @throws Error if called inside a function that is being differentiated
 */
export function backpropagate<T extends tf.Tensor>(f: () => T, xs: readonly tf.Tensor[], dy?: T): Backpropagation<T> {
  const { value, tape } = recordTape(f);
  try {
    const gradients = new Map<number, tf.Tensor>();
    tf.tidy(() => {
      gradients.set(value.id, dy ? tf.clone(dy) : tf.onesLike(value));
      walkBack(tape, new Set(xs.map(({ id }) => id)), gradients);
      return xs.flatMap(({ id }) => gradients.get(id) ?? []);
    });
    return { value, gradients: xs.map(({ id }) => gradients.get(id) ?? null) };
  } finally {
    for (const { saved } of tape) tf.dispose(saved);
  }
}

/** Fills in the gradients, by the ids of their tensors, from that of the result back to those of the `xs`. */
function walkBack(tape: Tape, xs: ReadonlySet<number>, gradients: Map<number, tf.Tensor>): void {
  const dependent = dependents(tape, xs);
  for (const node of tape.toReversed()) {
    const dys = node.outputs.map(({ id }) => gradients.get(id) ?? null);
    if (dys.some(Boolean)) addInputGradients(node, dys, dependent, gradients);
    tf.dispose(node.saved);
    node.outputs.forEach(({ id }, i) => {
      if (!xs.has(id)) dys[i]?.dispose();
    });
  }
}

/** Adds the contribution of one operation to the gradients of those of its inputs that depend on the `xs`. */
function addInputGradients(
  { kernelName, gradient, inputs, saved = [] }: Tape[0],
  dys: (tf.Tensor | null)[],
  dependent: ReadonlySet<number>,
  gradients: Map<number, tf.Tensor>,
): void {
  if (!gradient) throw new Error(`backpropagate: ${kernelName} has no gradient`);
  const needed = Object.entries(inputs).filter(([, { id }]) => dependent.has(id));
  // A gradient may be one of these tensors, which are disposed next, or the same tensor for two inputs: clone it.
  const taken = new Set([...dys, ...saved]);
  const contributions = tf.tidy(() => {
    const compute = gradient(dys as tf.Tensor[]);
    return needed.map(([name]) => {
      const dx = compute[name]!();
      if (taken.has(dx)) return tf.clone(dx);
      taken.add(dx);
      return dx;
    });
  });
  needed.forEach(([, { id }], i) => {
    const [before, dx] = [gradients.get(id), contributions[i]!];
    gradients.set(id, before ? tf.add(before, dx) : dx);
    if (before) tf.dispose([before, dx]);
  });
}

/** Returns the ids of the `xs` and of everything computed from them. */
function dependents(tape: Tape, xs: ReadonlySet<number>): ReadonlySet<number> {
  const found = new Set(xs);
  for (const { inputs, outputs } of tape)
    if (Object.values(inputs).some(({ id }) => found.has(id))) for (const { id } of outputs) found.add(id);
  return found;
}
