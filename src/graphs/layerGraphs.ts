import type * as tf from '@tensorflow/tfjs';

import { isRecordingGradients } from '../kernels/engine';
import { isRecordingOperations } from '../kernels/tensorflow/recording';
import type { LayerStep, StepGraph } from './graphMakers';
import { InferenceGraph } from './inferenceGraph';
import { TrainingGraph } from './trainingGraph';

export type { StepGraph } from './graphMakers';

/**
 * The graphs that replace a layer's computation where the backend runs a graph faster than single operations. Elsewhere
 * the layer computes as usual.
 */
export class LayerGraphs {
  private readonly inference = new InferenceGraph();
  private readonly training = new TrainingGraph();

  /** Returns the outputs of `compute`, which must depend on `inputs` and `weights` only. */
  predict(inputs: tf.Tensor[], weights: tf.LayerVariable[], compute: () => tf.Tensor[]): tf.Tensor[] {
    return this.inference.run(inputs, weights, compute);
  }

  /** Returns the graphs of a training step; `null` if the layer must compute it. */
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

/** Whether a graph is being recorded; it must not contain values computed before. */
export const isGraphRecorded = (): boolean => isRecordingOperations();

/** Whether a graph or a gradient is being recorded. */
export const isRecorded = (): boolean => isRecordingGradients() || isRecordingOperations();
