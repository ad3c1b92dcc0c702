import * as tf from '@tensorflow/tfjs';

import { bytesScalar } from '../kernels/engine';
import { type LoadedSavedModel, loadSavedModel, runOperation } from '../kernels/tensorflow/backend';
import { SERVE } from './savedModel';

/** A graph that TensorFlow loads at its first run. */
export class GraphSession {
  private loaded: LoadedSavedModel | null = null;

  constructor(private readonly bytes: Uint8Array) {}

  /** The tensors of these names, computed from the given ones; what lies before those is not computed. */
  run(given: tf.Tensor[], givenNames: string[], names: string[]): tf.Tensor[] {
    this.loaded ??= load(this.bytes);
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

/**
 * TensorFlow loads graphs from files alone, and reads the file once. Its file system in memory never frees a file, but
 * overwrites one: every graph goes through the same.
 */
function load(bytes: Uint8Array): LoadedSavedModel {
  tf.tidy(() => {
    runOperation('WriteFile', [tf.scalar(`${FOLDER}/saved_model.pb`, 'string'), bytesScalar(bytes)], [], 0);
  });
  return loadSavedModel(FOLDER, SERVE);
}

const FOLDER = 'ram://msa-unet';
