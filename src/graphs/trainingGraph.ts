import { isRecordingGradients } from '../kernels/engine';
import { graphMakers, type LayerStep, type StepGraph, sizesOf } from './graphMakers';

/**
 * Runs a layer's part of training steps on TensorFlow's CPU as two graphs, one for each pass.
 *
 * Graphs take less time than the same operations one by one; `InferenceGraph` explains why. They are made before the
 * first step, so that all steps round alike.
 */
export class TrainingGraph {
  private readonly byKind = new Map<string, StepGraph | null>();

  /** Returns the graphs of a step, or `null` if the layer must compute it as usual. */
  of(step: LayerStep): StepGraph | null {
    const makers = isRecordingGradients() ? graphMakers() : null;
    if (!makers) return null;
    const trained = step.trainable.map(({ id }) => id);
    const kind = JSON.stringify([sizesOf(step.inputs), trained, step.keepsInside]);
    if (!this.byKind.has(kind) && this.byKind.size < MOST_KINDS) this.byKind.set(kind, makers.recordStep(step));
    return this.byKind.get(kind) ?? null;
  }

  /** Frees everything; {@link TrainingGraph.of} makes graphs again when needed. */
  dispose(): void {
    for (const graph of this.byKind.values()) graph?.dispose();
    this.byKind.clear();
  }
}

/**
 * Most kinds of steps (by sizes, trained weights and what is kept) that get graphs. With more, making graphs would take
 * longer than they save.
 */
const MOST_KINDS = 8;
