import { expect, it } from 'vitest';

import { requireJpeg2000Head } from '../../../../src/data/formats/dicom/jpeg2000Head';
import { packJpeg2000 } from '../../../support/packJpeg';

const [rows, columns] = [16, 12];
const picture = Int16Array.from({ length: rows * columns }, (_, i) => i * i);
const codestream = await packJpeg2000(picture, rows, columns);
const find = (marker: number) => codestream.findIndex((byte, i) => byte === 0xff && codestream[i + 1] === marker);
const coding = find(0x52);
const tile = find(0x90);

/** The codestream with 32-bit numbers, or bytes, in other places. */
function patched(words: Record<number, number>, bytes: Record<number, number> = {}): Uint8Array {
  const copy = codestream.slice();
  for (const [at, word] of Object.entries(words)) new DataView(copy.buffer).setUint32(Number(at), word);
  for (const [at, byte] of Object.entries(bytes)) copy[Number(at)] = byte;
  return copy;
}

it('takes a whole codestream', () => {
  expect(() => requireJpeg2000Head(codestream, rows, columns)).not.toThrow();
  expect(() => requireJpeg2000Head(patched({ [tile + 6]: 0 }), rows, columns)).not.toThrow();
});

it.each<[string, Uint8Array, number, string]>([
  ['another size', codestream, 17, '17×12 in 1 channel is needed; received 16×12 in 1'],
  ['several channels', patched({}, { 41: 3 }), rows, '16×12 in 1 channel is needed; received 16×12 in 3'],
  ['tiles that are missing', patched({ 24: 6, 28: 8 }), rows, '4 tiles are needed; received 1'],
  ['absurdly many tiles', patched({ 24: 0 }), rows, 'at most 262144 tiles are read; received Infinity'],
  [
    'absurdly many code blocks',
    patched({ 8: 65_536, 12: 65_536, 24: 65_536, 28: 65_536 }, { [coding + 10]: 0, [coding + 11]: 0 }),
    65_536,
    'at most 262144 code blocks are read; received 268435456',
  ],
  [
    'absurdly many precincts',
    patched(
      { 8: 1024, 12: 1024, 24: 1024, 28: 1024 },
      { [coding + 4]: 1, [coding + 14]: 0xff, [coding + 15]: 0xff, [coding + 16]: 0 },
    ),
    1024,
    'at most 262144 precincts are read; received 1048576',
  ],
  [
    'a channel of its own coding',
    patched({}, { [coding + 1]: 0x53 }),
    rows,
    'channels of their own coding are not read',
  ],
  ['a tile that is cut off', codestream.subarray(0, -10), rows, 'it is cut off'],
  ['a head that is cut off', codestream.subarray(0, coding + 8), rows, 'it is cut off'],
])('refuses %s', (_, bytes, height, message) => {
  const width = height > 20 ? height : columns;
  expect(() => requireJpeg2000Head(bytes, height, width)).toThrow(new Error(message));
});
