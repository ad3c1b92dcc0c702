import type * as tf from '@tensorflow/tfjs';

import { type Attribute, runOperation, runsOnCpu, text } from './backend';
import { isRecordingOperations } from './recording';

/**
 * Runs an operation by oneDNN's kernel if TensorFlow has one, otherwise by TensorFlow's own.
 *
 * TensorFlow would find oneDNN's kernel by itself, but takes 30 µs for it, a quarter of the time of a small
 * convolution.
 */
export function runOnOneDnn(op: string, inputs: tf.Tensor[], attributes: Attribute[], outputs = 1): tf.Tensor[] {
  return tryOneDnn(op, inputs, attributes, outputs) ?? runOperation(op, inputs, attributes, outputs);
}

/** Runs an operation by oneDNN's kernel; `null` if there is none. */
export function tryOneDnn(op: string, inputs: tf.Tensor[], attributes: Attribute[], outputs = 1): tf.Tensor[] | null {
  if (!mayHaveOneDnn(op)) return null;
  try {
    return runOperation(`_MklNative${op}`, inputs, [...attributes, text('_kernel', 'MklNameChangeOp')], outputs);
  } catch {
    missing.add(op); // built without oneDNN, or not for this processor
    return null;
  }
}

/**
 * Whether oneDNN may have a kernel for an operation. Recorded graphs use none: they hold only TensorFlow's documented
 * operations.
 */
const mayHaveOneDnn = (op: string): boolean => runsOnCpu() && !isRecordingOperations() && !missing.has(op);

const missing = new Set<string>();
