import { show } from '../utils/errors';
import { isShape, sizeOf, type WeightArray } from './namedWeights';
import { decodeNumbers, type NumberType, numberTypes } from './numberType';

const types: Record<string, NumberType> = {
  f2: numberTypes.float16,
  f4: numberTypes.float32,
  f8: numberTypes.float64,
  i1: numberTypes.int8,
  u1: numberTypes.uint8,
  b1: numberTypes.uint8,
  i4: numberTypes.int32,
  i8: numberTypes.int64,
};

/**
 * Parses an array in the format of `numpy.save`, versions 1 to 3, as float32.
 *
 * @param fail makes the error from a description of the problem
 */
export function parseNpy(bytes: Uint8Array, fail: (problem: string) => Error): WeightArray {
  const { header, data } = split(bytes, fail);
  const stored = field(header, 'descr', /^'([^']*)'/, fail);
  const [, order, code] = /^([<>=|])(.*)$/.exec(stored) ?? [];
  const type = code !== undefined && Object.hasOwn(types, code) ? types[code]! : null;
  if (!type) throw fail(`it holds ${show(stored)}; supported are ${Object.keys(types).join(', ')}. Save it as float32`);
  const shape = shapeOf(field(header, 'shape', /^\(([\d, L]*)\)/, fail));
  const isColumnMajor = field(header, 'fortran_order', /^(True|False)/, fail) === 'True';
  if (!isShape(shape)) throw fail(`it has the shape ${show(shape)}`);
  if (data.length !== type.bytes * sizeOf(shape))
    throw fail(
      `the shape ${show(shape)} of ${stored} needs ${type.bytes * sizeOf(shape)} bytes; ${data.length} are there`,
    );
  const numbers = decodeNumbers(data, type, order !== '>');
  return { shape, data: isColumnMajor ? rowMajor(numbers, shape) : numbers };
}

/** Splits the header, a Python dictionary, from the data. */
function split(bytes: Uint8Array, fail: (problem: string) => Error): { header: string; data: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isNpy = bytes.length >= 12 && view.getUint32(0) === 0x934e554d && view.getUint16(4) === 0x5059;
  if (!isNpy) throw fail('not a .npy file');
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw fail(`.npy of version ${version}; supported are 1, 2, 3`);
  const start = version === 1 ? 10 : 12;
  const end = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length) throw fail(`cut off in its header, which ends at byte ${end} of ${bytes.length}`);
  return { header: new TextDecoder().decode(bytes.subarray(start, end)), data: bytes.subarray(end) };
}

/** Matches a pattern after a key. */
function field(header: string, key: string, pattern: RegExp, fail: (problem: string) => Error): string {
  const at = new RegExp(`['"]${key}['"]\\s*:\\s*`).exec(header);
  const found = at && pattern.exec(header.slice(at.index + at[0].length));
  if (!found) throw fail(`not a plain array: the header says ${show(header.trim())}`);
  return found[1]!;
}

/** Parses `3, 4` and `3,`; anything but numbers becomes NaN. */
function shapeOf(list: string): number[] {
  const sides = list.split(',').map((side) => side.trim());
  if (sides.at(-1) === '') sides.pop();
  return sides.map((side) => (side === '' ? Number.NaN : Number(side.replace(/L$/, ''))));
}

/** Converts column-major values to row-major order. */
function rowMajor(values: Float32Array, shape: readonly number[]): Float32Array {
  const sorted = new Float32Array(values.length);
  const index = shape.map(() => 0);
  const steps = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  let from = 0;
  for (let to = 0; to < sorted.length; to++) {
    sorted[to] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= steps[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return sorted;
}
