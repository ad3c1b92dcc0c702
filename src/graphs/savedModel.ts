import type * as tf from '@tensorflow/tfjs';

import { type Attribute, type AttributeType, tensorflowBackend } from '../kernels/tensorflow/backend';
import { bytesField, floatField, integerField, integersField, joinBytes } from '../utils/protobuf';

/** Numbers of TensorFlow's data types; tensors of other types cannot be written. */
export const dataTypes: Readonly<Partial<Record<tf.DataType, number>>> = { float32: 1, int32: 3, bool: 10 };

/** Encodes {@link graphNode}s as a SavedModel without variables, which TensorFlow loads from a file. */
export function savedModel(nodes: Uint8Array[]): Uint8Array {
  const versions = bytesField(4, integerField(1, GRAPH_VERSION));
  const graph = joinBytes([...nodes.map((node) => bytesField(1, node)), versions]);
  const about = bytesField(4, SERVE);
  return joinBytes([integerField(1, 1), bytesField(2, joinBytes([bytesField(1, about), bytesField(2, graph)]))]);
}

/** The tag to load the graph by. */
export const SERVE = 'serve';

/** A graph version that every TensorFlow of tfjs-node reads. */
const GRAPH_VERSION = 1000;

/** Encodes an operation of a graph; `inputs` are names of other nodes. Field numbers are those of node_def.proto. */
export function graphNode(name: string, op: string, inputs: string[], attributes: Attribute[]): Uint8Array {
  const values = attributes.map((attribute) => attributeField(attribute.name, attributeValue(attribute)));
  return node(name, op, inputs, values);
}

/** Encodes a tensor that is passed at every run. */
export const placeholder = (name: string, { shape, dtype }: tf.TensorInfo): Uint8Array =>
  node(
    name,
    'Placeholder',
    [],
    [
      attributeField('dtype', integerField(6, dataTypes[dtype]!)),
      attributeField('shape', bytesField(7, shapeMessage(shape))),
    ],
  );

/** Encodes a constant; `values` are its memory, or the value of all its elements. */
export function constant(
  name: string,
  { shape, dtype }: tf.TensorInfo,
  values: tf.backend_util.TypedArray | number,
): Uint8Array {
  const type = dataTypes[dtype]!;
  const content = typeof values === 'number' ? everywhere(dtype, values) : bytesField(4, bytesOf(values));
  const tensor = joinBytes([integerField(1, type), bytesField(2, shapeMessage(shape)), content]);
  const attributes = [attributeField('dtype', integerField(6, type)), attributeField('value', bytesField(8, tensor))];
  return node(name, 'Const', [], attributes);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: tf.backend_util.TypedArray) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/**
 * Encodes the value of all elements. Field numbers are those of tensor.proto, where the last value stands for all that
 * follow.
 */
const everywhere = (dtype: tf.DataType, value: number) =>
  dtype === 'float32' ? floatField(5, value) : integerField(dtype === 'int32' ? 7 : 11, value);

const node = (name: string, op: string, inputs: string[], attributes: Uint8Array[]) =>
  joinBytes([bytesField(1, name), bytesField(2, op), ...inputs.map((input) => bytesField(3, input)), ...attributes]);

const attributeField = (name: string, value: Uint8Array) =>
  bytesField(5, joinBytes([bytesField(1, name), bytesField(2, value)]));

/** Encodes the value of an attribute. Field numbers are those of attr_value.proto. */
function attributeValue({ type, value }: Attribute): Uint8Array {
  const { binding } = tensorflowBackend();
  const is = (name: AttributeType) => type === binding[name];
  if (is('TF_ATTR_TYPE')) return integerField(6, Number(value));
  if (is('TF_ATTR_BOOL')) return integerField(5, Number(value));
  if (is('TF_ATTR_FLOAT')) return floatField(4, Number(value));
  if (is('TF_ATTR_STRING')) return bytesField(2, String(value));
  if (is('TF_ATTR_SHAPE')) return bytesField(7, shapeMessage(value as number[]));
  return Array.isArray(value) ? bytesField(1, integersField(3, value)) : integerField(3, Number(value));
}

const shapeMessage = (shape: number[]) => joinBytes(shape.map((length) => bytesField(2, integerField(1, length))));
