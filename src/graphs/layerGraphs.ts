import type * as tf from '@tensorflow/tfjs';

import { isRecordingGradients } from '../kernels/engine';
import { isRecordingOperations } from '../kernels/tensorflow/recording';
import type { LayerStep, StepGraph } from './graphMakers';
import { InferenceGraph } from './inferenceGraph';
import { TrainingGraph } from './trainingGraph';

export type { StepGraph } from './graphMakers';

/**
 * The graphs that stand in for a layer where the backend computes a graph faster than operation by operation. Everywhere
 * else the layer computes as it is written.
 */
export class LayerGraphs {
  private readonly inference = new InferenceGraph();
  private readonly training = new TrainingGraph();

  /** The outputs of `compute`, which depend on `inputs` and `weights` alone. */
  predict(inputs: tf.Tensor[], weights: tf.LayerVariable[], compute: () => tf.Tensor[]): tf.Tensor[] {
    return this.inference.run(inputs, weights, compute);
  }

  /** The graphs of a training step; `null` if the layer must compute it. */
  stepOf(step: LayerStep): StepGraph | null {
    return this.training.of(step);
  }

  /** Frees everything computed from the weights, which are about to change. */
  forgetWeights(): void {
    this.inference.forgetWeights();
  }

  /** Frees everything; graphs are made again when needed. */
  dispose(): void {
    this.inference.dispose();
    this.training.dispose();
  }
}

/** Whether what is computed becomes part of a graph, which must not hold values computed before. */
export const isGraphRecorded = (): boolean => isRecordingOperations();

/** The same, or a gradient may be taken of it. */
export const isRecorded = (): boolean => isRecordingGradients() || isRecordingOperations();
