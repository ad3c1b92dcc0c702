import type * as tf from '@tensorflow/tfjs';

import { runsOnCpu } from '../kernels/tensorflow/backend';
import { isRecordingOperations } from '../kernels/tensorflow/recording';

/** A graph that repeats a recorded computation. */
export interface Graph {
  /** Computes the outputs, from inputs and weights in the recorded order. */
  run(inputs: tf.Tensor[], weights: tf.Tensor[]): tf.Tensor[];
  /** Frees everything computed from the weights. */
  forgetWeights(): void;
  dispose(): void;
}

/** Runs a function of inputs and weights and makes a graph of it; `null` if a graph cannot do the same. */
export type RecordGraph = (
  inputs: tf.Tensor[],
  weights: tf.Tensor[],
  compute: () => tf.Tensor[],
) => { outputs: tf.Tensor[]; graph: Graph | null };

/** A layer's part of a training step. */
export interface LayerStep {
  inputs: tf.Tensor[];
  /** All weights that the step reads or sets. */
  weights: tf.LayerVariable[];
  /** Weights whose gradients are computed. */
  trainable: tf.LayerVariable[];
  outputShape: number[];
  /** The layer's output for `inputs`. */
  compute: () => tf.Tensor;
  /** Whether intermediate results are kept for the gradient, rather than recomputed. */
  keepsInside: boolean;
}

/** The graphs of a {@link LayerStep}: one for the forward pass, one for the backward pass. */
export interface StepGraph {
  /** Computes the layer's output, which can be differentiated. With `replay`, moving averages stay unchanged. */
  run(inputs: tf.Tensor[], replay: boolean): tf.Tensor;
  dispose(): void;
}

/**
 * Makes the graphs of a step without its effects: draws nothing and sets no weight. `null` if a graph cannot do the
 * same.
 */
export type RecordStep = (step: LayerStep) => StepGraph | null;

/** The functions that make graphs. */
export interface GraphMakers {
  record: RecordGraph;
  recordStep: RecordStep;
}

/** Sets the functions that make graphs from now on. */
export function useGraphs(graphMakers: GraphMakers): void {
  makers = graphMakers;
}

/**
 * Returns the functions that make graphs; `null` where graphs do not pay on the current backend, and while one is being
 * recorded.
 */
export const graphMakers = (): GraphMakers | null => (isRecordingOperations() || !runsOnCpu() ? null : makers);

/** Returns a key of the shapes and types of maps; each key needs a graph of its own. */
export const sizesOf = (inputs: tf.Tensor[]): string =>
  JSON.stringify(inputs.map(({ shape, dtype }) => [shape, dtype]));

let makers: GraphMakers | null = null;
