import type * as tf from '@tensorflow/tfjs';

import { isRecordingGradients } from '../kernels/engine';
import { type Graph, graphMakers, type RecordGraph, sizesOf } from './graphMakers';

/**
 * Computes a function of maps and weights; on TensorFlow's CPU, repeated calls run as one graph.
 *
 * Starting an operation by itself costs about 30 µs and leaves the other cores idle. TensorFlow starts several
 * operations of a graph at once, and joins a convolution with its bias and ReLU, which halves the time of a network on
 * small maps. For maps of one size, the first call computes as usual, the second is recorded, and all others run the
 * graph. To load a graph takes as long as many calls, so where sizes change too soon, more calls pass before the next graph.
 */
export class InferenceGraph {
  private readonly bySize = new Map<string, SizedGraph>();
  /** Calls of a size that compute as usual before its graph is made. */
  private patience = 1;

  /** Returns the outputs of `compute`, which must depend on `inputs` and `weights` only. */
  run(inputs: tf.Tensor[], weights: tf.LayerVariable[], compute: () => tf.Tensor[]): tf.Tensor[] {
    const makers = isRecordingGradients() ? null : graphMakers();
    if (!makers) return compute();
    const tensors = weights.map((weight) => weight.read());
    return this.ofSize(inputs).run(inputs, tensors, compute, this.patience, makers.record);
  }

  private ofSize(inputs: tf.Tensor[]): SizedGraph {
    const size = sizesOf(inputs);
    const graph = this.bySize.get(size) ?? new SizedGraph();
    this.bySize.delete(size);
    this.bySize.set(size, graph); // last: the most recently used
    if (this.bySize.size > MOST_SIZES) {
      const [oldest] = this.bySize.keys();
      const forgotten = this.bySize.get(oldest!)!;
      if (forgotten.runs !== null)
        this.patience = forgotten.runs < WORTHWHILE ? Math.min(2 * this.patience, MOST_PATIENCE) : 1;
      forgotten.dispose();
      this.bySize.delete(oldest!);
    }
    return graph;
  }

  /** Frees everything computed from the weights, which are about to change. */
  forgetWeights(): void {
    for (const graph of this.bySize.values()) graph.forgetWeights();
  }

  /** Frees everything; {@link InferenceGraph.run} makes graphs again when needed. */
  dispose(): void {
    for (const graph of this.bySize.values()) graph.dispose();
    this.bySize.clear();
  }
}

/** Number of sizes whose graphs are kept: those of the slices, of the last batch of a volume, and two to spare. */
const MOST_SIZES = 4;

/** Runs after which a graph has saved the time that it took to load. */
const WORTHWHILE = 16;

/** Where sizes change all the time, hardly any graph is made; a scan of some hundred slices still gets one. */
const MOST_PATIENCE = 64;

/** The graph for maps of one size. */
class SizedGraph {
  /** Runs of the graph. `null`: it has not been made. */
  runs: number | null = null;
  private graph: Graph | null = null;
  private calls = 0;
  private isPossible = true;

  /** @param patience calls that compute as usual before the graph is made */
  run(
    inputs: tf.Tensor[],
    weights: tf.Tensor[],
    compute: () => tf.Tensor[],
    patience: number,
    record: RecordGraph,
  ): tf.Tensor[] {
    if (!this.isPossible || this.calls++ < patience) return compute();
    if (!this.graph) return this.keep(() => record(inputs, weights, compute));
    this.runs!++;
    return this.graph.run(inputs, weights);
  }

  private keep(record: () => ReturnType<RecordGraph>): tf.Tensor[] {
    const { outputs, graph } = record();
    this.graph = graph;
    this.isPossible = graph !== null;
    this.runs = graph && 0;
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
