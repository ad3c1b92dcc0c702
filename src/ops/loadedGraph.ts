import * as tf from '@tensorflow/tfjs';

import { GraphSession } from './graphSession';
import type { Graph, RecordGraph } from './graphs';
import { type RecordedGraph, recordGraph } from './recordGraph';

/** Records what TensorFlow does, and loads it as a graph when that is run. */
export const recordLoadedGraph: RecordGraph = (inputs, weights, compute) => {
  const { outputs, graph } = recordGraph(inputs, weights, compute);
  return { outputs, graph: graph && new LoadedGraph(graph) };
};

/** What follows from the weights alone is computed once for the same weights. */
class LoadedGraph implements Graph {
  private readonly session: GraphSession;
  private dataIds: tf.DataId[] = [];
  private prepared: tf.Tensor[] = [];

  constructor(private readonly graph: RecordedGraph) {
    this.session = new GraphSession(graph.bytes);
  }

  run(inputs: tf.Tensor[], weights: tf.Tensor[]): tf.Tensor[] {
    const { inputNames, weightNames, preparedNames, directNames, outputNames } = this.graph;
    const direct = directNames.map((name) => weights[weightNames.indexOf(name)]!);
    const names = [...inputNames, ...directNames, ...preparedNames];
    return this.session.run([...inputs, ...direct, ...this.prepare(weights)], names, outputNames);
  }

  private prepare(weights: tf.Tensor[]): tf.Tensor[] {
    const isSame = weights.every(({ dataId }, i) => dataId === this.dataIds[i]); // whoever sets a weight gives it other data
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
    this.dataIds = [];
  }

  dispose(): void {
    this.forgetWeights();
    this.session.dispose();
  }
}
