import * as tf from '@tensorflow/tfjs';

import { show } from '../utils/errors';
import { ModelFormatError } from './modelFormatError';
import { isInherited } from './readTopology';

type Spec = tf.io.WeightsManifestEntry;

const maxWeights = 8192;
const maxBytes = 2 ** 31;
const maxSides = 16;

const bytesPerValue: Record<string, number> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 };

/**
 * Checks that weight data has the length that its specifications require, and that all numbers are finite.
 *
 * @returns the data in one piece: given two pieces, the second being longer, `tf.io.decodeWeights` silently reads zeros
 * (tfjs-core 4.22, `CompositeArrayBuffer` assumes pieces of equal size)
 * @throws ModelFormatError
 */
export function validateWeights(specs: readonly Spec[], data: tf.io.WeightData): ArrayBuffer {
  const expected = byteLengthOf(specs);
  const parts = Array.isArray(data) ? data : [data];
  if (!parts.every(isArrayBuffer)) {
    throw new ModelFormatError('the weight data is not an ArrayBuffer');
  }
  const received = parts.reduce((sum, part) => sum + part.byteLength, 0);
  if (received !== expected) {
    throw new ModelFormatError(
      `the weight data must have ${expected} bytes according to its specifications; received ${received}`,
    );
  }
  const bytes = tf.io.CompositeArrayBuffer.join(parts);
  let offset = 0;
  for (const spec of specs) {
    const end = offset + byteLength(spec);
    if (!holdsOnlyFinite(spec, bytes.slice(offset, end)))
      throw new ModelFormatError(`the weight "${spec.name}" is not finite`);
    offset = end;
  }
  return bytes;
}

/**
 * Computes the number of bytes of weights with these specifications.
 *
 * @throws ModelFormatError if a specification is malformed, two have the same name, or they are too many or too large
 */
export function byteLengthOf(specs: readonly Spec[]): number {
  if (!Array.isArray(specs)) throw new ModelFormatError('the weight specifications are missing');
  if (specs.length > maxWeights)
    throw new ModelFormatError(`the model has ${specs.length} weights; at most ${maxWeights} are allowed`);
  const names = new Set<string>();
  for (const spec of specs) {
    requireSpec(spec);
    if (names.has(spec.name)) throw new ModelFormatError(`two weights are named "${spec.name}"`);
    names.add(spec.name);
  }
  const bytes = specs.reduce((sum, spec) => sum + byteLength(spec), 0);
  if (bytes > maxBytes) throw new ModelFormatError(`the weights are ${bytes} bytes; at most ${maxBytes} are allowed`);
  return bytes;
}

function requireSpec(spec: Spec): void {
  const { name, shape, dtype, quantization } = Object(spec) as Partial<Spec>;
  if (typeof name !== 'string' || name === '' || isInherited(name)) {
    throw new ModelFormatError(`${show(name)} is not a name for a weight`);
  }
  const isSize = (n: unknown) => Number.isSafeInteger(n) && Number(n) >= 0;
  if (
    !Array.isArray(shape) ||
    shape.length > maxSides ||
    !shape.every(isSize) ||
    !Number.isSafeInteger(4 * valuesIn(shape))
  ) {
    throw new ModelFormatError(`the weight "${name}" has the shape ${show(shape)}`);
  }
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw new ModelFormatError(
      `the weight "${name}" has the data type ${show(dtype)}; supported are float32, int32, bool`,
    );
  }
  if (quantization !== undefined && !isQuantization(quantization, dtype)) {
    throw new ModelFormatError(`the weight "${name}" has the quantization ${show(quantization)}`);
  }
}

function isQuantization(quantization: unknown, dtype: string): boolean {
  const { dtype: stored, scale, min } = Object(quantization) as NonNullable<Spec['quantization']>;
  if (stored === 'float16') return dtype === 'float32';
  if (stored !== 'uint8' && stored !== 'uint16') return false;
  if (typeof min !== 'number' || typeof scale !== 'number') return false;
  return Number.isFinite(Math.fround(min)) && Number.isFinite(Math.fround(min + 65535 * scale));
}

function holdsOnlyFinite({ dtype, quantization }: Spec, bytes: ArrayBuffer): boolean {
  if (quantization?.dtype === 'float16') return new Uint16Array(bytes).every((bits) => (bits & 0x7c00) !== 0x7c00);
  if (quantization || dtype !== 'float32') return true; // integers; their scale is already checked
  return new Float32Array(bytes).every(Number.isFinite);
}

/** Returns whether the value is an ArrayBuffer, also one of another realm, where `instanceof` fails. */
export const isArrayBuffer = (value: unknown): value is ArrayBuffer =>
  Object.prototype.toString.call(value) === '[object ArrayBuffer]';

const valuesIn = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);
const byteLength = ({ shape, dtype, quantization }: Spec) =>
  valuesIn(shape) * bytesPerValue[quantization?.dtype ?? dtype]!;
