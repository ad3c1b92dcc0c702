import * as tf from '@tensorflow/tfjs';

import { type RecordedGraph, recordGraph } from './recordGraph';
import { SERVE } from './savedModel';
import { runOnTensorflow, runsOnTensorflowCpu, tensorflowBackend } from './tensorflow';

/**
 * Computes a function of maps and weights, and on TensorFlow's CPU, when it is called again and again, as one graph.
 *
 * Each operation by itself costs about 30 µs to start, and leaves the other cores idle; TensorFlow starts those of a graph by
 * itself, several at once, and joins a convolution with the bias and the ReLU behind it. Half of the time of a network of small
 * maps is saved. The first call for maps of one size is made as ever, the second is recorded, all others run the graph.
 */
export class InferenceGraph {
  private readonly bySize = new Map<string, SizedGraph>();

  /** What `compute` gives, which nothing but `inputs` and `weights` has a say in. */
  run(inputs: tf.Tensor[], weights: tf.LayerVariable[], compute: () => tf.Tensor[]): tf.Tensor[] {
    if (isRecording /* with what this is a part of */ || !runsOnTensorflowCpu() || tf.engine().state.gradientDepth > 0) return compute();
    const tensors = weights.map((weight) => weight.read());
    return this.ofSize(inputs).run(inputs, tensors, compute);
  }

  private ofSize(inputs: tf.Tensor[]): SizedGraph {
    const size = JSON.stringify(inputs.map(({ shape, dtype }) => [shape, dtype]));
    const graph = this.bySize.get(size) ?? new SizedGraph();
    this.bySize.delete(size);
    this.bySize.set(size, graph); // behind all others
    const [[oldest, unused]] = this.bySize as Iterable<[string, SizedGraph]> as [[string, SizedGraph]];
    if (this.bySize.size > MOST_SIZES) {
      unused.dispose();
      this.bySize.delete(oldest);
    }
    return graph;
  }

  /** Frees what TensorFlow holds; {@link InferenceGraph.run} makes it anew. */
  dispose(): void {
    for (const graph of this.bySize.values()) graph.dispose();
    this.bySize.clear();
  }
}

/** Sizes of maps whose graphs are kept: those of the slices, of the last batch of a volume, and two to spare. */
const MOST_SIZES = 4;

let isRecording = false;

/** Whether what is computed becomes part of a graph, which must not hold what was computed before. */
export const isGraphRecorded = (): boolean => isRecording;

/** The graph for maps of one size. */
class SizedGraph {
  private graph: RecordedGraph | null = null;
  private loaded: { id: number; unload: () => void } | null = null;
  private isUsed = false;
  private isPossible = true;

  run(inputs: tf.Tensor[], weights: tf.Tensor[], compute: () => tf.Tensor[]): tf.Tensor[] {
    const isFirst = !this.isUsed;
    this.isUsed = true;
    if (isFirst || !this.isPossible) return compute();
    if (!this.graph) return this.record(inputs, weights, compute);
    try {
      return this.runGraph([...inputs, ...weights], this.graph);
    } catch {
      this.giveUp(); // an operation that cannot be part of a graph
      return compute();
    }
  }

  private record(inputs: tf.Tensor[], weights: tf.Tensor[], compute: () => tf.Tensor[]): tf.Tensor[] {
    isRecording = true;
    try {
      const { outputs, graph } = recordGraph([...inputs, ...weights], compute);
      this.graph = graph;
      if (!graph) this.giveUp();
      return outputs;
    } finally {
      isRecording = false;
    }
  }

  private runGraph(tensors: tf.Tensor[], { bytes, inputNames, outputNames }: RecordedGraph): tf.Tensor[] {
    this.loaded ??= load(bytes);
    const names = inputNames.map((name) => ({ name }));
    return tensorflowBackend().runSavedModel(this.loaded.id, tensors, names, outputNames);
  }

  private giveUp(): void {
    this.isPossible = false;
    this.graph = null;
    this.dispose();
  }

  dispose(): void {
    this.loaded?.unload();
    this.loaded = null;
  }
}

function load(bytes: Uint8Array): { id: number; unload: () => void } {
  const backend = tensorflowBackend();
  const id = backend.loadSavedModelMetaGraph(folderOf(bytes), SERVE);
  return { id, unload: () => backend.deleteSavedModel(id) };
}

/**
 * TensorFlow loads graphs from files alone, and has a file system in memory, whose files only grow: each is written once, and
 * stays. One has 3 to 20 kB, for the weights are not in it.
 */
function folderOf(bytes: Uint8Array): string {
  const known = files.find((file) => areEqual(file.bytes, bytes));
  if (known) return known.folder;
  const folder = `ram://msa-unet-${crypto.randomUUID()}`;
  tf.tidy(() => {
    const contents = tf.engine().makeTensor([bytes], [], 'string');
    runOnTensorflow('WriteFile', [tf.scalar(`${folder}/saved_model.pb`, 'string'), contents], [], 0);
  });
  files.push({ bytes, folder });
  return folder;
}

const files: { bytes: Uint8Array; folder: string }[] = [];

const areEqual = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);
