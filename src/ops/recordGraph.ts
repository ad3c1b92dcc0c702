import * as tf from '@tensorflow/tfjs';

import { constant, dataTypes, graphNode, placeholder, savedModel } from './savedModel';
import { type Attribute, type TensorflowBackend, tensorflowBackend, withStockOperations } from './tensorflow';

/** What TensorFlow did, as a graph that does it again: the file, and names of what is given and taken. */
export interface RecordedGraph {
  bytes: Uint8Array;
  inputNames: string[];
  weightNames: string[];
  /** What follows from the weights alone, and the rest is computed from. */
  preparedNames: string[];
  /** Weights that the rest is computed from directly. */
  directNames: string[];
  outputNames: string[];
}

/**
 * Runs a function of `inputs` and `weights`, and writes down what TensorFlow does; no graph if the result comes about by other
 * ways too, or two of `inputs` are one tensor, which at the next run they may not be.
 */
export function recordGraph(
  inputs: tf.Tensor[],
  weights: tf.Tensor[],
  compute: () => tf.Tensor[],
): { outputs: tf.Tensor[]; graph: RecordedGraph | null } {
  const backend = tensorflowBackend();
  const recorder = new Recorder(inputs, weights, (dataId) => readSync.call(backend, dataId));
  const { executeSingleOutput, executeMultipleOutputs, readSync } = backend;
  const observed: Partial<TensorflowBackend> = {
    executeSingleOutput: (op, attributes, from) => {
      const output = executeSingleOutput.call(backend, op, attributes, from);
      recorder.note(op, attributes, from, [output]);
      return output;
    },
    executeMultipleOutputs: (op, attributes, from, count) => {
      const outputs = executeMultipleOutputs.call(backend, op, attributes, from, count);
      recorder.note(op, attributes, from, outputs);
      return outputs;
    },
    readSync: (dataId) => {
      recorder.noteReading(dataId);
      return readSync.call(backend, dataId);
    },
  };
  Object.assign(backend, observed);
  try {
    const outputs = withStockOperations(compute);
    return { outputs, graph: recorder.graphTo(outputs) };
  } finally {
    Object.assign(backend, { executeSingleOutput, executeMultipleOutputs, readSync });
  }
}

class Recorder {
  private readonly names = new Map<tf.DataId, string>();
  private readonly nodes: Uint8Array[] = [];
  private readonly inputNames: string[];
  private readonly weightNames: string[];
  private readonly constants = new Set<string>();
  /** Names of what depends on the inputs. */
  private readonly varying: Set<string>;
  /** Names of what does not, and is used by what does. */
  private readonly prepared = new Set<string>();
  private isWhole = true;

  constructor(
    inputs: tf.Tensor[],
    weights: tf.Tensor[],
    private readonly valuesOf: (dataId: tf.DataId) => ReturnType<TensorflowBackend['readSync']>,
  ) {
    this.inputNames = inputs.map((input) => this.add(input, placeholder));
    this.weightNames = weights.map((weight) => this.add(weight, placeholder));
    this.varying = new Set(this.inputNames);
    this.isWhole = this.names.size === inputs.length + weights.length;
  }

  note(op: string, attributes: Attribute[], inputs: tf.TensorInfo[], outputs: tf.Tensor[]): void {
    const from = inputs.map((input) => this.names.get(input.dataId) ?? this.takeIn(input));
    const name = this.nextName();
    this.nodes.push(graphNode(name, op, from, typed(attributes, inputs)));
    const isVarying = from.some((input) => this.varying.has(input));
    if (isVarying)
      for (const input of from) if (!this.varying.has(input) && !this.constants.has(input)) this.prepared.add(input);
    outputs.forEach(({ dataId }, i) => {
      const output = i === 0 ? name : `${name}:${i}`;
      this.names.set(dataId, output);
      if (isVarying) this.varying.add(output);
    });
  }

  /** Who reads an input or what follows from it goes on where TensorFlow does not see it. */
  noteReading(dataId: tf.DataId): void {
    if (this.names.has(dataId)) this.isWhole = false;
  }

  graphTo(outputs: tf.Tensor[]): RecordedGraph | null {
    const { inputNames, weightNames } = this;
    const outputNames = outputs.map(({ dataId }) => this.names.get(dataId) ?? '');
    const isMade = (name: string) => this.varying.has(name) && !inputNames.includes(name);
    if (!this.isWhole || !outputNames.every(isMade)) return null;
    const isWeight = (name: string) => weightNames.includes(name);
    const prepared = [...this.prepared];
    return {
      ...{ bytes: savedModel(this.nodes), inputNames, weightNames, outputNames },
      preparedNames: prepared.filter((name) => !isWeight(name)),
      directNames: prepared.filter(isWeight),
    };
  }

  /** A tensor from elsewhere: small ones, such as sizes and axes, are part of the graph. */
  private takeIn(tensor: tf.TensorInfo): string {
    if (!(tensor.dtype in dataTypes) || tf.util.sizeFromShape(tensor.shape) > MOST_OF_CONSTANT) {
      this.isWhole = false;
      return '';
    }
    const values = this.valuesOf(tensor.dataId) as tf.backend_util.TypedArray;
    const name = this.add(tensor, (name) => constant(name, tensor, values));
    this.constants.add(name);
    return name;
  }

  private add(tensor: tf.TensorInfo, node: (name: string, tensor: tf.TensorInfo) => Uint8Array): string {
    const name = this.nextName();
    this.nodes.push(node(name, tensor));
    this.names.set(tensor.dataId, name);
    return name;
  }

  private readonly nextName = () => `node${this.nodes.length}`;
}

/** Values; larger tensors are seldom constants. */
const MOST_OF_CONSTANT = 1024;

/** In a graph the type of an operation does not follow from its inputs: it is that of its numbers, not of sizes and axes. */
function typed(attributes: Attribute[], inputs: tf.TensorInfo[]): Attribute[] {
  const { TF_ATTR_TYPE } = tensorflowBackend().binding;
  const dtype = inputs.some((input) => input.dtype === 'float32') ? 'float32' : inputs[0]?.dtype;
  const value = dtype && dataTypes[dtype];
  if (value === undefined || attributes.some(({ type }) => type === TF_ATTR_TYPE)) return attributes;
  return [...attributes, { name: 'T', type: TF_ATTR_TYPE, value }];
}
