import * as tf from '@tensorflow/tfjs';

import type { Graph, RecordGraph } from './inferenceGraph';
import { type RecordedGraph, recordGraph } from './recordGraph';
import { SERVE } from './savedModel';
import { runOnTensorflow, tensorflowBackend } from './tensorflow';

/** Records what TensorFlow does, and loads it as a graph when that is run. */
export const recordLoadedGraph: RecordGraph = (inputs, weights, compute) => {
  const { outputs, graph } = recordGraph(inputs, weights, compute);
  return { outputs, graph: graph && new LoadedGraph(graph) };
};

/** A graph in TensorFlow's hands from its first run on. What follows from the weights alone is computed once for the same weights. */
class LoadedGraph implements Graph {
  private session: { id: number; unload: () => void } | null = null;
  private dataIds: tf.DataId[] = [];
  private prepared: tf.Tensor[] = [];

  constructor(private readonly graph: RecordedGraph) {}

  run(inputs: tf.Tensor[], weights: tf.Tensor[]): tf.Tensor[] {
    const { inputNames, weightNames, preparedNames, directNames, outputNames } = this.graph;
    const direct = directNames.map((name) => weights[weightNames.indexOf(name)]!);
    const names = [...inputNames, ...directNames, ...preparedNames];
    return this.runSession([...inputs, ...direct, ...this.prepare(weights)], names, outputNames);
  }

  private prepare(weights: tf.Tensor[]): tf.Tensor[] {
    const isSame = weights.every(({ dataId }, i) => dataId === this.dataIds[i]); // whoever sets a weight gives it other data
    if (isSame) return this.prepared;
    this.forgetWeights();
    const { weightNames, preparedNames } = this.graph;
    if (preparedNames.length > 0) this.prepared = this.runSession(weights, weightNames, preparedNames).map(tf.keep);
    this.dataIds = weights.map(({ dataId }) => dataId);
    return this.prepared;
  }

  private runSession(tensors: tf.Tensor[], names: string[], outputNames: string[]): tf.Tensor[] {
    this.session ??= load(this.graph.bytes);
    const inputNames = names.map((name) => ({ name }));
    return tensorflowBackend().runSavedModel(this.session.id, tensors, inputNames, outputNames);
  }

  forgetWeights(): void {
    tf.dispose(this.prepared);
    this.prepared = [];
    this.dataIds = [];
  }

  dispose(): void {
    this.forgetWeights();
    this.session?.unload();
    this.session = null;
  }
}

function load(bytes: Uint8Array): { id: number; unload: () => void } {
  const backend = tensorflowBackend();
  const id = backend.loadSavedModelMetaGraph(folderOf(bytes), SERVE);
  return { id, unload: () => backend.deleteSavedModel(id) };
}

/**
 * TensorFlow loads graphs from files alone, and has a file system in memory, whose files only grow: each is written once, and
 * stays. One has 3 to 30 kB, for the weights are not in it.
 */
function folderOf(bytes: Uint8Array): string {
  const known = files.find((file) => areEqual(file.bytes, bytes));
  if (known) return known.folder;
  const folder = `ram://msa-unet-${crypto.randomUUID()}`;
  tf.tidy(() => {
    const contents = tf.engine().makeTensor([bytes] as tf.backend_util.TypedArray[] & string[], [], 'string');
    runOnTensorflow('WriteFile', [tf.scalar(`${folder}/saved_model.pb`, 'string'), contents], [], 0);
  });
  files.push({ bytes, folder });
  return folder;
}

const files: { bytes: Uint8Array; folder: string }[] = [];

const areEqual = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
