import * as tf from '@tensorflow/tfjs';
import type { Graph, RecordGraph } from './graphMakers';
import { GraphSession, type InFolder, tried } from './graphSession';
import { type RecordedGraph, recordGraph } from './recordGraph';

/** Records a computation, loads it as a graph, and tries the graph. */
export const recordLoadedGraph =
  (inFolder: InFolder): RecordGraph =>
  (inputs, weights, compute) => {
    const { outputs, graph } = recordGraph(inputs, weights, compute);
    const loaded = graph && new LoadedGraph(graph, inFolder);
    return { outputs, graph: loaded && tried(loaded, () => loaded.try(inputs, weights)) };
  };

/** A graph that TensorFlow has loaded. Results that depend on the weights alone are kept until a weight changes. */
class LoadedGraph implements Graph {
  private readonly session: GraphSession;
  private dataIds: tf.DataId[] | null = null;
  private prepared: tf.Tensor[] = [];

  constructor(
    private readonly graph: RecordedGraph,
    inFolder: InFolder,
  ) {
    this.session = new GraphSession(graph.bytes, inFolder);
  }

  /** Runs the graph and keeps nothing. */
  try(inputs: tf.Tensor[], weights: tf.Tensor[]): void {
    this.run(inputs, weights);
    this.forgetWeights();
  }

  run(inputs: tf.Tensor[], weights: tf.Tensor[]): tf.Tensor[] {
    const { inputNames, weightNames, preparedNames, directNames, outputNames } = this.graph;
    const direct = directNames.map((name) => weights[weightNames.indexOf(name)]!);
    const names = [...inputNames, ...directNames, ...preparedNames];
    return this.session.run([...inputs, ...direct, ...this.prepare(weights)], names, outputNames);
  }

  private prepare(weights: tf.Tensor[]): tf.Tensor[] {
    // Setting a weight changes its dataId.
    const isSame = this.dataIds && weights.every(({ dataId }, i) => dataId === this.dataIds![i]);
    if (isSame) return this.prepared;
    this.forgetWeights();
    const { weightNames, preparedNames } = this.graph;
    if (preparedNames.length > 0) this.prepared = this.session.run(weights, weightNames, preparedNames).map(tf.keep);
    this.dataIds = weights.map(({ dataId }) => dataId);
    return this.prepared;
  }

  forgetWeights(): void {
    tf.dispose(this.prepared);
    this.prepared = [];
    this.dataIds = null;
  }

  dispose(): void {
    this.forgetWeights();
    this.session.dispose();
  }
}
