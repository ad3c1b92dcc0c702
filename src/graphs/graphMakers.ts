import type * as tf from '@tensorflow/tfjs';

import { runsOnCpu } from '../kernels/tensorflow/backend';
import { isRecordingOperations } from '../kernels/tensorflow/recording';

/** A graph that does what was recorded. */
export interface Graph {
  /** The outputs for inputs and weights in the order that they had then. */
  run(inputs: tf.Tensor[], weights: tf.Tensor[]): tf.Tensor[];
  /** Frees what follows from the weights. */
  forgetWeights(): void;
  dispose(): void;
}

/** Runs a function of inputs and weights, and makes a graph of it; `null` if it does what a graph cannot. */
export type RecordGraph = (
  inputs: tf.Tensor[],
  weights: tf.Tensor[],
  compute: () => tf.Tensor[],
) => { outputs: tf.Tensor[]; graph: Graph | null };

/** A layer's part of a training step. */
export interface LayerStep {
  inputs: tf.Tensor[];
  /** All weights that have a say in it, or are moved by it. */
  weights: tf.LayerVariable[];
  /** Those that a gradient is wanted of. */
  trainable: tf.LayerVariable[];
  outputShape: number[];
  /** The layer's output for `inputs`. */
  compute: () => tf.Tensor;
  /** Whether what the gradient reads of the inside is kept for it, rather than computed again. */
  keepsInside: boolean;
}

/** Graphs of a {@link LayerStep}: one on the way forward, one on the way back. */
export interface StepGraph {
  /** The layer's output, which gradients can be taken of. With `replay` no moving average moves. */
  run(inputs: tf.Tensor[], replay: boolean): tf.Tensor;
  dispose(): void;
}

/** Makes the graphs of a step without taking it: nothing is drawn, no weight moves. `null` if it does what graphs cannot. */
export type RecordStep = (step: LayerStep) => StepGraph | null;

/** What makes graphs. */
export interface GraphMakers {
  record: RecordGraph;
  recordStep: RecordStep;
}

/** Has graphs made from now on. */
export function useGraphs(graphMakers: GraphMakers): void {
  makers = graphMakers;
}

/** What makes graphs on the current backend; `null` where that does not pay, and inside of what becomes a graph. */
export const graphMakers = (): GraphMakers | null => (isRecordingOperations() || !runsOnCpu() ? null : makers);

/** A key of the shapes and types of maps; each needs a graph of its own. */
export const sizesOf = (inputs: tf.Tensor[]): string =>
  JSON.stringify(inputs.map(({ shape, dtype }) => [shape, dtype]));

let makers: GraphMakers | null = null;
