import { isRecordingGradients } from '../kernels/engine';
import { graphMakers, type LayerStep, type StepGraph, sizesOf } from './graphMakers';

/**
 * A layer's part of training steps, on TensorFlow's CPU as two graphs: one on the way forward, one on the way back.
 *
 * They take less time than the same operations one by one; `InferenceGraph` says why. They are made before the first step, so
 * that all steps round alike.
 */
export class TrainingGraph {
  private readonly byKind = new Map<string, StepGraph | null>();

  /** The graphs of a step, or `null` where it must be taken as ever. */
  of(step: LayerStep): StepGraph | null {
    const makers = isRecordingGradients() ? graphMakers() : null;
    if (!makers) return null;
    const trained = step.trainable.map(({ id }) => id);
    const kind = JSON.stringify([sizesOf(step.inputs), trained, step.keepsInside]);
    if (!this.byKind.has(kind) && this.byKind.size < MOST_KINDS) this.byKind.set(kind, makers.recordStep(step));
    return this.byKind.get(kind) ?? null;
  }

  /** Frees everything; {@link TrainingGraph.of} makes it again. */
  dispose(): void {
    for (const graph of this.byKind.values()) graph?.dispose();
    this.byKind.clear();
  }
}

/**
 * Kinds of steps, by their sizes, trained weights and what is kept, that graphs are made for. Who trains with more would wait
 * for graphs longer than they save.
 */
const MOST_KINDS = 8;
