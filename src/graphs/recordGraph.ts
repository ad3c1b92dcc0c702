import type * as tf from '@tensorflow/tfjs';

import { GraphRecorder } from './graphRecorder';

/** What TensorFlow did, as a graph that does it again: the file, and names of what is given and taken. */
export interface RecordedGraph {
  bytes: Uint8Array;
  inputNames: string[];
  weightNames: string[];
  /** What follows from the weights alone, and the rest is computed from. */
  preparedNames: string[];
  /** Weights that the rest is computed from directly. */
  directNames: string[];
  outputNames: string[];
}

/**
 * Runs a function of `inputs` and `weights`, and writes down what TensorFlow does; no graph if the result comes about by other
 * ways too, or two of `inputs` are one tensor, which at the next run they may not be.
 */
export function recordGraph(
  inputs: tf.Tensor[],
  weights: tf.Tensor[],
  compute: () => tf.Tensor[],
): { outputs: tf.Tensor[]; graph: RecordedGraph | null } {
  const recorder = new GraphRecorder();
  const inputNames = inputs.map((input) => recorder.feed(input));
  const weightNames = weights.map((weight) => recorder.feed(weight));
  const outputs = recorder.observe(compute);
  const outputNames = outputs.map((output) => recorder.nameOf(output));
  const { varying, prepared } = dependence(recorder, inputNames);
  const bytes = recorder.bytes();
  if (!bytes || !outputNames.every((name) => varying.has(name))) return { outputs, graph: null };
  const isWeight = (name: string) => weightNames.includes(name);
  const preparedNames = prepared.filter((name) => !isWeight(name));
  const directNames = prepared.filter(isWeight);
  return { outputs, graph: { bytes, inputNames, weightNames, preparedNames, directNames, outputNames } };
}

/** Names of what depends on the inputs, and of what does not and is used by what does. */
function dependence({ operations, constants }: GraphRecorder, inputNames: string[]) {
  const varying = new Set(inputNames);
  const prepared = new Set<string>();
  for (const { from, to } of operations) {
    if (!from.some((name) => varying.has(name))) continue;
    for (const name of from) if (!varying.has(name) && !constants.has(name)) prepared.add(name);
    for (const name of to) varying.add(name);
  }
  return { varying, prepared: [...prepared] };
}
