import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { readNpz } from '../../src/weights/readNpz';
import { WeightsFileError } from '../../src/weights/weightsFileError';
import { npyOf } from '../support/weightFiles';
import { zipOf } from '../support/zip';

const expected = { shape: [2, 3], data: Float32Array.of(0, 0.25, 0.5, 0.75, 1, -1.25) };
const floats = ['big.endian', 'columns.first', 'float16', 'float64', 'layer/float32'];
const load = (name: string) => readNpz(readFileSync(`test/golden/weightFiles/${name}.npz`));

const eight = new Uint8Array(8);
const npy = (descr: string, shape: string, order = 'False') =>
  npyOf(`{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`, eight);

describe('readNpz', () => {
  it.each(['stored', 'deflated'])('reads what numpy writes, %s, as float32', async (name) => {
    const weights = await load(name);
    expect([...weights.keys()].sort()).toEqual([...floats, 'counter'].sort());
    for (const float of floats) expect(weights.get(float)).toEqual(expected);
    expect(weights.get('counter')).toEqual({ shape: [], data: Float32Array.of(7) });
  });

  it('reads versions 1, 2 and 3 of the arrays', async () => {
    expect(await load('versions')).toEqual(
      new Map([
        ['version1', expected],
        ['version2', expected],
        ['version3', expected],
      ]),
    );
  });

  it('reads arrays of four sides in column-major order', async () => {
    const data = Uint8Array.from({ length: 8 }, (_, i) => i);
    const file = npyOf("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 1, 2, 2)}", data);
    const weights = await readNpz(await zipOf({ 'a.npy': file }));
    expect([...weights.get('a')!.data]).toEqual([0, 4, 2, 6, 1, 5, 3, 7]);
  });

  it('reads an empty array, and lists of one side', async () => {
    const empty = npyOf("{'descr': '<f4', 'fortran_order': True, 'shape': (0, 3)}", eight.subarray(8));
    const weights = await readNpz(await zipOf({ 'a.npy': empty, 'b.npy': npy("'<f4'", '(2,)') }));
    expect(weights.get('a')).toEqual({ shape: [0, 3], data: new Float32Array(0) });
    expect(weights.get('b')).toEqual({ shape: [2], data: new Float32Array(2) });
  });

  it.each<[string, unknown]>([
    ['String', 'weights.npz'],
    ['ArrayBuffer', new ArrayBuffer(8)],
    ['Undefined', undefined],
  ])('refuses a source of type %s', async (type, source) => {
    await expect(readNpz(source as Uint8Array)).rejects.toThrow(
      new RangeError(
        `weights: \`source\` must be a Uint8Array, which readFile gives, or a browser's File; received ${type}. ` +
          'Read the file first; an ArrayBuffer becomes bytes: `new Uint8Array(buffer)`',
      ),
    );
  });

  it('names the file in its errors where it has a name', async () => {
    const zip = await zipOf({ 'a.txt': eight });
    await expect(readNpz(new File([new Uint8Array(zip)], 'a.npz'))).rejects.toEqual(
      new WeightsFileError('a.npz', 'no .npz file: it holds "a.txt", which is not an array'),
    );
  });

  it.each<[string, Uint8Array, string]>([
    ['what is no array', eight, 'not a .npy file'],
    ['an unknown version', npyOf('{}', eight, { version: 4 }), '.npy of version 4; supported are 1, 2, 3'],
    ['a header cut off', npyOf('{}', eight).subarray(0, 11).slice(), 'not a .npy file'],
    [
      'a header longer than the file',
      Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 255, 255, 0, 0),
      'cut off in its header, which ends at byte 65545 of 12',
    ],
    [
      'bfloat16, which numpy does not know',
      npy("'|V2'", '(4,)'),
      'it holds "|V2"; supported are f2, f4, f8, i1, u1, b1, i4, i8. Save it as float32',
    ],
    ['objects', npy("'|O'", '(1,)'), 'it holds "|O"; supported are f2, f4, f8, i1, u1, b1, i4, i8. Save it as float32'],
    [
      'records',
      npy("[('a', '<f4')]", '(2,)'),
      `not a plain array: the header says "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }"`,
    ],
    [
      'a header without a shape',
      npyOf("{'descr': '<f4', 'fortran_order': False}", eight),
      `not a plain array: the header says "{'descr': '<f4', 'fortran_order': False}"`,
    ],
    ['sides that are no numbers', npy("'<f4'", '(2,,)'), 'it has the shape [2,null]'],
    ['an absurd shape', npy("'<f4'", '(1000000000, 1000000000)'), 'it has the shape [1000000000,1000000000]'],
    [
      'more values than bytes',
      npy("'<f4'", '(1000000,)'),
      'the shape [1000000] of <f4 needs 4000000 bytes; 8 are there',
    ],
    ['fewer values than bytes', npy("'<f4'", '(1,)'), 'the shape [1] of <f4 needs 4 bytes; 8 are there'],
  ])('refuses %s', async (_, array, message) => {
    const zip = await zipOf({ 'a.npy': array });
    await expect(readNpz(zip)).rejects.toEqual(new WeightsFileError('weights', `"a": ${message}`));
  });

  it('refuses what is no zip', async () => {
    await expect(readNpz(eight)).rejects.toThrow(/^weights: not a whole \.npz file \(.+\); export it again$/);
  });

  it('refuses an encrypted array', async () => {
    const zip = await zipOf({ 'a.npy': eight }, { password: 'secret' });
    await expect(readNpz(zip)).rejects.toEqual(new WeightsFileError('weights', '"a.npy" is encrypted'));
  });

  it('refuses an array whose checksum is wrong', async () => {
    const zip = await zipOf({ 'a.npy': npy("'<f4'", '(2,)') }, { level: 0 });
    const array = zip.findIndex((byte, i) => byte === 0x93 && zip[i + 1] === 0x4e);
    zip[array + 20]! ^= 1;
    await expect(readNpz(zip)).rejects.toThrow(/^weights: "a" is damaged \(.+\); export it again$/);
  });

  it('refuses a size that cannot be inflated from so few bytes', async () => {
    const zip = await zipOf({ 'a.npy': npy("'<f4'", '(2,)') });
    const view = new DataView(zip.buffer, zip.byteOffset);
    const central = zip.findLastIndex((_, i) => i + 4 <= zip.length && view.getUint32(i) === 0x504b0102);
    const packed = view.getUint32(central + 20, true);
    view.setUint32(central + 24, 0x70000000, true);
    await expect(readNpz(zip)).rejects.toEqual(
      new WeightsFileError(
        'weights',
        `cannot hold 1879048192 bytes, from ${packed} in a file of ${zip.length}; export it again`,
      ),
    );
  });
});
