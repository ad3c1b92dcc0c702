import type * as tf from '@tensorflow/tfjs';

import { type Attribute, type AttributeType, tensorflowBackend } from '../kernels/tensorflow/backend';
import { bytesField, floatField, integerField, integersField, joinBytes } from '../utils/protobuf';

/** Numbers of TensorFlow's types; tensors of others are not written. */
export const dataTypes: Readonly<Partial<Record<tf.DataType, number>>> = { float32: 1, int32: 3, bool: 10 };

/** A graph of {@link graphNode}s as TensorFlow loads it from a file: a SavedModel without variables. */
export function savedModel(nodes: Uint8Array[]): Uint8Array {
  const versions = bytesField(4, integerField(1, GRAPH_VERSION));
  const graph = joinBytes([...nodes.map((node) => bytesField(1, node)), versions]);
  const about = bytesField(4, SERVE);
  return joinBytes([integerField(1, 1), bytesField(2, joinBytes([bytesField(1, about), bytesField(2, graph)]))]);
}

/** The tag that the graph is loaded by. */
export const SERVE = 'serve';

/** A version of graphs that every TensorFlow of tfjs-node reads. */
const GRAPH_VERSION = 1000;

/** An operation of a graph; `inputs` are names of others. Numbers are those of the fields in node_def.proto. */
export function graphNode(name: string, op: string, inputs: string[], attributes: Attribute[]): Uint8Array {
  const values = attributes.map((attribute) => attributeField(attribute.name, attributeValue(attribute)));
  return node(name, op, inputs, values);
}

/** A tensor that is given at every run. */
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

/** A tensor that is part of the graph; `values` are its memory, or the one value that it has everywhere. */
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

/** Numbers are those of the fields in tensor.proto, of which the last value stands for all that follow. */
const everywhere = (dtype: tf.DataType, value: number) =>
  dtype === 'float32' ? floatField(5, value) : integerField(dtype === 'int32' ? 7 : 11, value);

const node = (name: string, op: string, inputs: string[], attributes: Uint8Array[]) =>
  joinBytes([bytesField(1, name), bytesField(2, op), ...inputs.map((input) => bytesField(3, input)), ...attributes]);

const attributeField = (name: string, value: Uint8Array) =>
  bytesField(5, joinBytes([bytesField(1, name), bytesField(2, value)]));

/** Numbers are those of the fields in attr_value.proto. */
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
