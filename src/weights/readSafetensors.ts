import { show } from '../utils/errors';
import { isShape, type NamedWeights, sizeOf, type WeightArray } from './namedWeights';
import { decodeNumbers, type NumberType, numberTypes } from './numberType';
import { type OpenedWeights, openWeights, type WeightsSource } from './weightsSource';

const types: Record<string, NumberType> = {
  F16: numberTypes.float16,
  BF16: numberTypes.bfloat16,
  F32: numberTypes.float32,
  F64: numberTypes.float64,
  I8: numberTypes.int8,
  U8: numberTypes.uint8,
  BOOL: numberTypes.uint8,
  I32: numberTypes.int32,
  I64: numberTypes.int64,
};

/** Maximum header length; longer ones count as damage, as in the format's own reader. */
const maxHeader = 100e6;

/** Header entry of an array. */
interface Entry {
  name: string;
  type: NumberType;
  shape: number[];
  start: number;
  end: number;
}

/**
 * Reads a `.safetensors` file: all arrays as float32, whatever float or integer type they have.
 *
 * The file is not trusted; memory is limited to four times its size.
 *
 * @param source the bytes, or a browser's `File`
 * @throws WeightsFileError if the file is broken, or of an unsupported kind
 * @example
 * ```ts no-run
 * import { readFile } from 'node:fs/promises';
 * import { readSafetensors } from 'msa-unet';
 *
 * const weights = await readSafetensors(await readFile('resnet50.safetensors'));
 * console.log(weights.get('conv1.weight')?.shape); // [64, 3, 7, 7]
 * ```
 */
export async function readSafetensors(source: WeightsSource): Promise<NamedWeights> {
  const { bytes, fail } = await openWeights(source);
  const { header, data } = split(bytes, fail);
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => entryOf(name, value, fail));
  requireTiled(entries, data.length, fail);
  return new Map(
    entries.map(({ name, type, shape, start, end }): [string, WeightArray] => [
      name,
      { shape, data: decodeNumbers(data.subarray(start, end), type) },
    ]),
  );
}

/** Splits the header, preceded by its length, from the data. */
function split(bytes: Uint8Array, fail: OpenedWeights['fail']): { header: object; data: Uint8Array } {
  if (bytes.length < 8) throw fail(`not a safetensors file: it has ${bytes.length} bytes`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > Math.min(maxHeader, bytes.length - 8))
    throw fail(`not a whole safetensors file: a header of ${length} bytes in a file of ${bytes.length}`);
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
    if (typeof header !== 'object' || header === null || Array.isArray(header)) throw new TypeError('no object');
    return { header, data: bytes.subarray(8 + length) };
  } catch (cause) {
    throw fail('not a safetensors file: its header is not JSON', { cause });
  }
}

function entryOf(name: string, value: unknown, fail: OpenedWeights['fail']): Entry {
  const { dtype, shape, data_offsets: offsets } = Object(value) as Record<string, unknown>;
  const type = typeof dtype === 'string' && Object.hasOwn(types, dtype) ? types[dtype]! : null;
  if (!type)
    throw fail(
      `"${name}" has the type ${show(dtype)}; supported are ${Object.keys(types).join(', ')}. Save it as float32`,
    );
  if (!isShape(shape)) throw fail(`"${name}" has the shape ${show(shape)}`);
  const [start, end] = Array.isArray(offsets) && offsets.length === 2 ? offsets : [];
  if (!Number.isSafeInteger(start) || end !== start + type.bytes * sizeOf(shape))
    throw fail(`"${name}" of shape ${show(shape)} and type ${dtype} lies at ${show(offsets)}, which is not its length`);
  return { name, type, shape, start, end };
}

/** Throws unless the arrays cover the data without gaps or overlaps. */
function requireTiled(entries: readonly Entry[], length: number, fail: OpenedWeights['fail']): void {
  let filled = 0;
  for (const { name, start, end } of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== filled) throw fail(`"${name}" begins at byte ${start} of the data instead of ${filled}`);
    filled = end;
  }
  if (filled !== length) throw fail(`its arrays have ${filled} bytes, with ${length} in the file; export it again`);
}
