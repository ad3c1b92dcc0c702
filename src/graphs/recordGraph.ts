import type * as tf from '@tensorflow/tfjs';

import { GraphRecorder } from './graphRecorder';

/** A recorded computation: the file of its graph, and the names of its tensors. */
export interface RecordedGraph {
  bytes: Uint8Array;
  inputNames: string[];
  weightNames: string[];
  /** Intermediate tensors that depend on the weights alone and are read by the rest. */
  preparedNames: string[];
  /** Weights that the rest reads directly. */
  directNames: string[];
  outputNames: string[];
}

/**
 * Runs a function of `inputs` and `weights` and records its operations. There is no graph if the result depends on
 * anything else, or if two of `inputs` are the same tensor, because in the next run they may differ.
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

/**
 * Returns the names of the tensors that depend on the inputs, and of those that do not but are read by one that does.
 */
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
