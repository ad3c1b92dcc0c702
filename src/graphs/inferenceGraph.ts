import type * as tf from '@tensorflow/tfjs';

import { isRecordingGradients } from '../kernels/engine';
import { type Graph, graphMakers, type RecordGraph, sizesOf } from './graphMakers';

/**
 * Computes a function of maps and weights, and on TensorFlow's CPU, when it is called again and again, as one graph.
 *
 * Each operation by itself costs about 30 µs to start, and leaves the other cores idle; TensorFlow starts those of a graph by
 * itself, several at once, and joins a convolution with the bias and the ReLU behind it, which takes half of the time off a
 * network of small maps. The first call for maps of one size is made as ever, the second is recorded, all others run the graph.
 */
export class InferenceGraph {
  private readonly bySize = new Map<string, SizedGraph>();

  /** What `compute` gives, which nothing but `inputs` and `weights` has a say in. */
  run(inputs: tf.Tensor[], weights: tf.LayerVariable[], compute: () => tf.Tensor[]): tf.Tensor[] {
    const makers = isRecordingGradients() ? null : graphMakers();
    if (!makers) return compute();
    const tensors = weights.map((weight) => weight.read());
    return this.ofSize(inputs).run(inputs, tensors, compute, makers.record);
  }

  private ofSize(inputs: tf.Tensor[]): SizedGraph {
    const size = sizesOf(inputs);
    const graph = this.bySize.get(size) ?? new SizedGraph();
    this.bySize.delete(size);
    this.bySize.set(size, graph); // behind all others
    if (this.bySize.size > MOST_SIZES) {
      const [oldest] = this.bySize.keys();
      this.bySize.get(oldest!)!.dispose();
      this.bySize.delete(oldest!);
    }
    return graph;
  }

  /** Frees what has been computed from the weights, which are about to change. */
  forgetWeights(): void {
    for (const graph of this.bySize.values()) graph.forgetWeights();
  }

  /** Frees everything; {@link InferenceGraph.run} makes it again. */
  dispose(): void {
    for (const graph of this.bySize.values()) graph.dispose();
    this.bySize.clear();
  }
}

/** Sizes of maps whose graphs are kept: those of the slices, of the last batch of a volume, and two to spare. */
const MOST_SIZES = 4;

/** The graph for maps of one size. */
class SizedGraph {
  private graph: Graph | null = null;
  private isUsed = false;
  private isPossible = true;

  run(inputs: tf.Tensor[], weights: tf.Tensor[], compute: () => tf.Tensor[], record: RecordGraph): tf.Tensor[] {
    const isFirst = !this.isUsed;
    this.isUsed = true;
    if (isFirst || !this.isPossible) return compute();
    return this.graph ? this.graph.run(inputs, weights) : this.keep(() => record(inputs, weights, compute));
  }

  private keep(record: () => ReturnType<RecordGraph>): tf.Tensor[] {
    const { outputs, graph } = record();
    this.graph = graph;
    this.isPossible = graph !== null;
    return outputs;
  }

  forgetWeights(): void {
    this.graph?.forgetWeights();
  }

  dispose(): void {
    this.graph?.dispose();
    this.graph = null;
  }
}
