import * as tf from '@tensorflow/tfjs';

import type { Attributes, Tensors } from './kernel';

// The only file that reads or sets the state of tfjs's engine.

/** Runs a registered kernel, which receives its inputs in this order. */
export function runRegistered(kernelName: string, inputs: Tensors, attributes: Attributes): tf.Tensor[] {
  const named: tf.NamedTensorMap = {};
  let count = 0;
  for (const input of inputs) if (input) named[`input${count++}`] = input;
  return tf.engine().runKernel<tf.Tensor[]>(kernelName, named, attributes);
}

/** Runs a stock kernel that tfjs's API does not expose, or exposes only together with other work. */
export const runStock = <T extends tf.Tensor>(kernelName: string, inputs: tf.NamedTensorMap, attributes: object): T =>
  tf.engine().runKernel<T>(kernelName, inputs, { ...attributes });

/** Returns a backend that has started, whether it is current or not. */
export const startedBackend = (name: string): tf.KernelBackend | undefined =>
  (tf.engine().registry as Partial<Record<string, tf.KernelBackend>>)[name];

/** Returns how a backend is made, and its priority; `undefined`: it is not registered. */
export const registeredFactory = (name: string) => {
  const { registryFactory } = tf.engine();
  return Object.hasOwn(registryFactory, name) ? registryFactory[name] : undefined;
};

/** Returns every variable that has not been disposed, by name. */
export const registeredVariables = (): Readonly<Record<string, tf.Variable>> => tf.engine().registeredVariables;

/** Whether tfjs is recording operations for gradients. */
export const isRecordingGradients = (): boolean => tf.engine().state.gradientDepth > 0;

/** Operations recorded by tfjs, in order of execution. */
export type Tape = ReturnType<typeof tf.engine>['state']['activeTape'];

/**
 * Computes f and records its operations on a new tape; the tape of an outer function stays untouched.
 *
 * @throws Error if an outer function is being differentiated: gradients of gradients are not supported
 */
export function recordTape<T extends tf.Tensor>(f: () => T): { value: T; tape: Tape } {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) throw new Error('backpropagate: gradients of gradients are not supported');
  const outer = state.activeTape;
  const tape: Tape = [];
  state.activeTape = tape;
  state.gradientDepth++;
  try {
    return { value: tf.tidy(f), tape };
  } catch (error) {
    for (const { saved } of tape) tf.dispose(saved);
    throw error;
  } finally {
    state.gradientDepth--;
    state.activeTape = outer;
  }
}

/** Runs a function whose operations are not recorded by an outer function that is being differentiated. */
export function besideTape<T>(run: () => T): T {
  const { state } = tf.engine();
  const { gradientDepth, kernelDepth } = state;
  Object.assign(state, { gradientDepth: 0, kernelDepth: 0 });
  try {
    return run();
  } finally {
    Object.assign(state, { gradientDepth, kernelDepth });
  }
}
