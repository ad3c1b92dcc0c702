import type * as tf from '@tensorflow/tfjs';

import { type Attribute, runOperation, runsOnCpu, text } from './backend';
import { isRecordingOperations } from './recording';

/**
 * The same by oneDNN's kernel, where TensorFlow has one. It would find that by itself, but takes 30 µs for it, a quarter of
 * a small convolution's time.
 */
export function runOnOneDnn(op: string, inputs: tf.Tensor[], attributes: Attribute[], outputs = 1): tf.Tensor[] {
  return tryOneDnn(op, inputs, attributes, outputs) ?? runOperation(op, inputs, attributes, outputs);
}

/** The outputs of oneDNN's kernel, or `null` where there is none. */
export function tryOneDnn(op: string, inputs: tf.Tensor[], attributes: Attribute[], outputs = 1): tf.Tensor[] | null {
  if (!mayHaveOneDnn(op)) return null;
  try {
    return runOperation(`_MklNative${op}`, inputs, [...attributes, text('_kernel', 'MklNameChangeOp')], outputs);
  } catch {
    missing.add(op); // built without oneDNN, or not for this processor
    return null;
  }
}

/** Whether oneDNN has a kernel for an operation, as far as is known. Graphs hold the operations of TensorFlow's documentation only. */
export const mayHaveOneDnn = (op: string): boolean => runsOnCpu() && !isRecordingOperations() && !missing.has(op);

const missing = new Set<string>();
