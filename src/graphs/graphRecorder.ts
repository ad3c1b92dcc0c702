import type * as tf from '@tensorflow/tfjs';

import {
  type Attribute,
  type OperationObserver,
  observeOperations,
  tensorflowBackend,
} from '../kernels/tensorflow/backend';
import { whileRecordingOperations } from '../kernels/tensorflow/recording';
import { constant, dataTypes, graphNode, placeholder, savedModel } from './savedModel';

/** Names of the tensors that one operation read and produced. */
export interface RecordedOperation {
  from: string[];
  to: string[];
}

/** Records TensorFlow's operations as a graph that repeats them. */
export class GraphRecorder {
  /** In order of execution. */
  readonly operations: RecordedOperation[] = [];
  /** Names of the constants in the graph. */
  readonly constants = new Set<string>();
  private readonly names = new Map<tf.DataId, string>();
  private readonly made = new Set<string>();
  private readonly nodes: Uint8Array[] = [];
  private readonly backend = tensorflowBackend();
  private readonly readSync = this.backend.readSync; // the original: the observed one reports reads
  private isWhole = true;

  /**
   * Names a tensor that is passed at every run. It must not share its data with another: in the next run they may
   * differ.
   */
  feed(tensor: tf.Tensor): string {
    if (this.names.has(tensor.dataId)) this.isWhole = false;
    return this.add(tensor, placeholder);
  }

  /** Returns the name of a tensor that an operation has produced. If none has, no graph can be made. */
  nameOf({ dataId }: tf.TensorInfo): string {
    const name = this.names.get(dataId) ?? '';
    if (!this.made.has(name)) this.isWhole = false;
    return name;
  }

  /** Returns the file of the graph, or `null` if the result depends on anything outside it. */
  bytes(): Uint8Array | null {
    return this.isWhole ? savedModel(this.nodes) : null;
  }

  /** Runs a function and records its operations. */
  observe<T>(run: () => T): T {
    const observer: OperationObserver = {
      onOperation: (op, attributes, inputs, outputs) => this.note(op, attributes, inputs, outputs),
      onRead: (dataId) => this.noteReading(dataId),
    };
    return whileRecordingOperations(() => observeOperations(observer, run));
  }

  private note(op: string, attributes: Attribute[], inputs: tf.TensorInfo[], outputs: tf.Tensor[]): void {
    const from = inputs.map((input) => this.names.get(input.dataId) ?? this.takeIn(input));
    const name = this.nextName();
    this.nodes.push(graphNode(name, op, from, typed(attributes, inputs)));
    const to = outputs.map((_, i) => (i === 0 ? name : `${name}:${i}`));
    outputs.forEach(({ dataId }, i) => {
      this.names.set(dataId, to[i]!);
      this.made.add(to[i]!);
    });
    this.operations.push({ from, to });
  }

  /** Gives up the graph if recorded values are read: TensorFlow cannot see what is computed from them. */
  private noteReading(dataId: tf.DataId): void {
    if (this.names.has(dataId)) this.isWhole = false;
  }

  /**
   * Adds a tensor from outside as a constant if it is small, such as sizes and axes, or all its values are equal. Gives
   * up the graph otherwise.
   */
  private takeIn(tensor: tf.TensorInfo): string {
    const read = () => this.readSync.call(this.backend, tensor.dataId) as tf.backend_util.TypedArray;
    const values = tensor.dtype in dataTypes ? read() : null;
    const [first] = values ?? [];
    const isUniform = values !== null && first !== undefined && values.every((value) => value === first);
    if (!values || (values.length > MOST_OF_CONSTANT && !isUniform)) {
      this.isWhole = false;
      return '';
    }
    const name = this.add(tensor, (name) => constant(name, tensor, isUniform ? first : values));
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

/** Most values of a constant; larger tensors are seldom constants, unless all their values are equal. */
const MOST_OF_CONSTANT = 1024;

/**
 * Adds the type of an operation, which graphs do not infer from the inputs: the type of its numbers, not of sizes and
 * axes.
 */
function typed(attributes: Attribute[], inputs: tf.TensorInfo[]): Attribute[] {
  const { TF_ATTR_TYPE } = tensorflowBackend().binding;
  const dtype = inputs.some((input) => input.dtype === 'float32') ? 'float32' : inputs[0]?.dtype;
  const value = dtype && dataTypes[dtype];
  if (value === undefined || attributes.some(({ type }) => type === TF_ATTR_TYPE)) return attributes;
  return [...attributes, { name: 'T', type: TF_ATTR_TYPE, value }];
}
