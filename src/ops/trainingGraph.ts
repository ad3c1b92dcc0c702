import * as tf from '@tensorflow/tfjs';

import { graphMakers, type LayerStep, type StepGraph, whileRecording } from './graphs';
import { sizesOf } from './inferenceGraph';

/**
 * A layer's part of training steps, on TensorFlow's CPU as two graphs: one on the way forward, one on the way back.
 *
 * They take about half of the time that the same operations take one by one; `InferenceGraph` says why. They are made before the
 * first step, which takes as long as five do then, so that all steps round alike.
 */
export class TrainingGraph {
  private readonly bySize = new Map<string, StepGraph | null>();

  /** The graphs of a step, or `null` where it must be taken as ever. */
  of(step: LayerStep): StepGraph | null {
    const makers = tf.engine().state.gradientDepth > 0 ? graphMakers() : null;
    if (!makers) return null;
    const trained = step.trainable.map(({ id }) => id);
    const key = JSON.stringify([sizesOf(step.inputs), trained, step.keepsInside]);
    if (!this.bySize.has(key) && this.bySize.size < MOST_SIZES)
      this.bySize.set(
        key,
        whileRecording(() => makers.trace(step)),
      );
    return this.bySize.get(key) ?? null;
  }

  /** Frees everything; {@link TrainingGraph.of} makes it anew. */
  dispose(): void {
    for (const graph of this.bySize.values()) graph?.dispose();
    this.bySize.clear();
  }
}

/** Sizes of maps that graphs are made for. Who trains with more would wait for graphs longer than they save. */
const MOST_SIZES = 8;
