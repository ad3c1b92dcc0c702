import * as tf from '@tensorflow/tfjs';

import { type LoadedSavedModel, loadSavedModel } from '../kernels/tensorflow/backend';
import { SERVE } from './savedModel';

/** Calls a function with a folder that holds these bytes as `saved_model.pb`: TensorFlow loads graphs from files alone. */
export type InFolder = <T>(savedModel: Uint8Array, load: (folder: string) => T) => T;

/** A graph that TensorFlow loads at its first run. */
export class GraphSession {
  private loaded: LoadedSavedModel | null = null;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly inFolder: InFolder,
  ) {}

  /** The tensors of these names, computed from the given ones; what lies before those is not computed. */
  run(given: tf.Tensor[], givenNames: string[], names: string[]): tf.Tensor[] {
    this.loaded ??= this.inFolder(this.bytes, (folder) => loadSavedModel(folder, SERVE));
    return this.loaded.run(given, givenNames, names);
  }

  /** Frees what TensorFlow holds, also when another backend is the current one; the next run loads it again. */
  dispose(): void {
    this.loaded?.dispose();
    this.loaded = null;
  }
}

/** The runner of a graph if TensorFlow has all operations that `run` needs; otherwise `null`, and the runner is disposed. */
export function tried<Runner extends { dispose(): void }>(runner: Runner, run: () => void): Runner | null {
  try {
    tf.tidy(run);
    return runner;
  } catch {
    runner.dispose();
    return null;
  }
}
