import * as tf from '@tensorflow/tfjs';

import { type LoadedSavedModel, loadSavedModel } from '../kernels/tensorflow/backend';
import { SERVE } from './savedModel';

/**
 * Calls a function with a folder that holds these bytes as `saved_model.pb`: TensorFlow loads graphs from files only.
 */
export type InFolder = <T>(savedModel: Uint8Array, load: (folder: string) => T) => T;

/** A graph that TensorFlow loads at its first run. */
export class GraphSession {
  private loaded: LoadedSavedModel | null = null;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly inFolder: InFolder,
  ) {}

  /** Computes the tensors `names` from the given ones; operations before those do not run. */
  run(given: tf.Tensor[], givenNames: string[], names: string[]): tf.Tensor[] {
    this.loaded ??= this.inFolder(this.bytes, (folder) => loadSavedModel(folder, SERVE));
    return this.loaded.run(given, givenNames, names);
  }

  /** Frees TensorFlow's memory, even if another backend is current; the next run loads the graph again. */
  dispose(): void {
    this.loaded?.dispose();
    this.loaded = null;
  }
}

/**
 * Tries a runner: returns it if TensorFlow has all operations that `run` needs; otherwise disposes it and returns
 * `null`.
 */
export function tried<Runner extends { dispose(): void }>(runner: Runner, run: () => void): Runner | null {
  try {
    tf.tidy(run);
    return runner;
  } catch {
    runner.dispose();
    return null;
  }
}
