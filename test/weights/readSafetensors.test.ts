import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { readSafetensors } from '../../src/weights/readSafetensors';
import { WeightsFileError } from '../../src/weights/weightsFileError';
import { safetensorsOf } from '../support/weightFiles';

const values = [0, 0.25, 0.5, 0.75, 1, -1.25];

describe('readSafetensors', () => {
  it('reads what the library of the format writes, of every type of float, as float32', async () => {
    const weights = await readSafetensors(readFileSync('test/golden/weightFiles/types.safetensors'));
    expect([...weights.keys()].sort()).toEqual(['bfloat16', 'counter', 'float16', 'float32', 'float64']);
    for (const name of ['bfloat16', 'float16', 'float32', 'float64'])
      expect(weights.get(name)).toEqual({ shape: [2, 3], data: Float32Array.from(values) });
    expect(weights.get('counter')).toEqual({ shape: [], data: Float32Array.of(7) });
  });

  it.each<[string, number[], number[]]>([
    [
      'F16',
      [0x3c00, 0x0001, 0x83ff, 0x7bff, 0x7c00, 0xfc00],
      [1, 2 ** -24, -1023 * 2 ** -24, 65504, Infinity, -Infinity],
    ],
    [
      'BF16',
      [0x3f80, 0x0001, 0x8080, 0x7f7f, 0x7f80, 0xff80],
      [1, 2 ** -133, -(2 ** -126), 255 * 2 ** 120, Infinity, -Infinity],
    ],
  ])('decodes the limits of %s: subnormal, largest, infinite', async (dtype, bits, expected) => {
    const file = safetensorsOf({ x: { dtype, shape: [6], bytes: new Uint8Array(Uint16Array.from(bits).buffer) } });
    expect([...(await readSafetensors(file)).get('x')!.data]).toEqual(expected);
  });

  it.each([
    ['F16', 0x7e00],
    ['BF16', 0x7fc0],
  ])('decodes what is no number in %s', async (dtype, bits) => {
    const file = safetensorsOf({ x: { dtype, shape: [], bytes: new Uint8Array(Uint16Array.of(bits).buffer) } });
    expect((await readSafetensors(file)).get('x')!.data).toEqual(Float32Array.of(Number.NaN));
  });

  it('reads bytes that begin anywhere in their buffer', async () => {
    const file = safetensorsOf({ x: { dtype: 'F32', shape: [1], bytes: new Uint8Array(Float32Array.of(3).buffer) } });
    const longer = new Uint8Array(file.length + 3);
    longer.set(file, 3);
    expect((await readSafetensors(longer.subarray(3))).get('x')!.data).toEqual(Float32Array.of(3));
  });

  it.each<[string, unknown]>([
    ['String', 'weights.npz'],
    ['ArrayBuffer', new ArrayBuffer(8)],
    ['Undefined', undefined],
  ])('refuses a source of type %s', async (type, source) => {
    await expect(readSafetensors(source as Uint8Array)).rejects.toThrow(
      new RangeError(
        `weights: \`source\` must be a Uint8Array, which readFile gives, or a browser's File; received ${type}. ` +
          'Read the file first; an ArrayBuffer becomes bytes: `new Uint8Array(buffer)`',
      ),
    );
  });

  it('names the file in its errors where it has a name', async () => {
    const error = await readSafetensors(new File([], 'a.safetensors')).catch((thrown: unknown) => thrown);
    expect(error).toEqual(new WeightsFileError('a.safetensors', 'not a safetensors file: it has 0 bytes'));
    expect(error).toMatchObject({ name: 'WeightsFileError', file: 'a.safetensors' });
  });

  const bytes = new Uint8Array(8);
  const header = (entries: unknown) => safetensorsOf({}, { header: JSON.stringify(entries), data: bytes });

  it.each<[string, Uint8Array, string]>([
    ['a file that is too short', bytes.subarray(1), 'not a safetensors file: it has 7 bytes'],
    [
      'a header longer than the file',
      Uint8Array.of(255, 255, 255, 255, 255, 255, 0, 0, 1),
      'not a whole safetensors file: a header of 281474976710655 bytes in a file of 9',
    ],
    ['a header of no JSON', safetensorsOf({}, { header: '{"a"' }), 'not a safetensors file: its header is not JSON'],
    ['a header of no object', header([1]), 'not a safetensors file: its header is not JSON'],
    [
      'an unknown type',
      header({ a: { dtype: 'F8_E4M3', shape: [8], data_offsets: [0, 8] } }),
      '"a" has the type "F8_E4M3"; supported are F16, BF16, F32, F64, I8, U8, BOOL, I32, I64. Save it as float32',
    ],
    [
      'an inherited type',
      header({ a: { dtype: 'constructor', shape: [8], data_offsets: [0, 8] } }),
      '"a" has the type "constructor"; supported are F16, BF16, F32, F64, I8, U8, BOOL, I32, I64. Save it as float32',
    ],
    [
      'an absurd shape',
      header({ a: { dtype: 'F32', shape: [1e9, 1e9], data_offsets: [0, 8] } }),
      '"a" has the shape [1000000000,1000000000]',
    ],
    ['a negative side', header({ a: { dtype: 'F32', shape: [-2], data_offsets: [0, 8] } }), '"a" has the shape [-2]'],
    [
      'a length that is not that of the shape',
      header({ a: { dtype: 'F32', shape: [3], data_offsets: [0, 8] } }),
      '"a" of shape [3] and type F32 lies at [0,8], which is not its length',
    ],
    [
      'arrays that share bytes',
      header({
        a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
        b: { dtype: 'F32', shape: [1], data_offsets: [4, 8] },
      }),
      '"b" begins at byte 4 of the data instead of 8',
    ],
    [
      'arrays behind the end',
      header({ a: { dtype: 'F32', shape: [3], data_offsets: [0, 12] } }),
      'its arrays have 12 bytes, with 8 in the file; export it again',
    ],
    ['bytes of no array', header({}), 'its arrays have 0 bytes, with 8 in the file; export it again'],
  ])('refuses %s', async (_, file, message) => {
    await expect(readSafetensors(file)).rejects.toEqual(new WeightsFileError('weights', message));
  });
});
