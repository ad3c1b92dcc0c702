import * as tf from '@tensorflow/tfjs';

import { runOperation, tensorflowBackend } from '../kernels/tensorflow/backend';
import { SERVE } from './savedModel';

/** A graph in TensorFlow's hands, from its first run on. */
export class GraphSession {
  private loaded: { id: number; backend: ReturnType<typeof tensorflowBackend> } | null = null;

  constructor(private readonly bytes: Uint8Array) {}

  /** The tensors of these names, computed from those that are given; what lies before the given ones is not computed. */
  run(given: tf.Tensor[], givenNames: string[], names: string[]): tf.Tensor[] {
    this.loaded ??= load(this.bytes);
    const inputs = givenNames.map((name) => ({ name }));
    return this.loaded.backend.runSavedModel(this.loaded.id, given, inputs, names);
  }

  /** Frees what TensorFlow holds, also when another backend is the current one; the next run loads it again. */
  dispose(): void {
    this.loaded?.backend.deleteSavedModel(this.loaded.id);
    this.loaded = null;
  }
}

/** What runs a graph, if TensorFlow takes all of the operations that `run` needs; else it is disposed, and there is none. */
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
 * overwrites one: every graph goes by way of the same.
 */
function load(bytes: Uint8Array) {
  const backend = tensorflowBackend();
  tf.tidy(() => {
    const contents = tf.engine().makeTensor([bytes] as tf.backend_util.TypedArray[] & string[], [], 'string');
    runOperation('WriteFile', [tf.scalar(`${FOLDER}/saved_model.pb`, 'string'), contents], [], 0);
  });
  return { id: backend.loadSavedModelMetaGraph(FOLDER, SERVE), backend };
}

const FOLDER = 'ram://msa-unet';
