import { crc32, deflateRawSync } from 'node:zlib';

import { zipOf } from '../zip';
import { times } from './modelJson';

/** An archive that somebody made to hurt who lists its files. */
export interface HostileArchive {
  readonly title: string;
  zip(): Promise<Uint8Array>;
}

/** A zip of many empty files, or of many names for one file, which zip libraries do not write. */
export function zipOfMany(names: readonly string[], file: Uint8Array = new Uint8Array()): Uint8Array {
  const content = file.length > 0 ? deflateRawSync(file) : file;
  const method = file.length > 0 ? 8 : 0;
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(method, 8);
  const directory = names.map((name) => {
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc32(file), 16);
    entry.writeUInt32LE(content.length, 20);
    entry.writeUInt32LE(file.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    return Buffer.concat([entry, Buffer.from(name)]);
  });
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(header.length + content.length, 16);
  return Buffer.concat([header, content, entries, end]);
}

/** Zips in zips, each many times in the next. */
function nested(levels: number, copies: number): Uint8Array {
  let zip = zipOfMany(['a']);
  for (let level = 0; level < levels; level++)
    zip = zipOfMany(
      times(copies, (i) => `${i}.zip`),
      zip,
    );
  return zip;
}

/** A zip of zeros with a directory, which is packed to a thousandth. */
async function swollen(bytes: number): Promise<Uint8Array> {
  return zipOf({ zeros: new Uint8Array(bytes) }, { level: 0 });
}

const archives: [title: string, zip: () => Promise<Uint8Array> | Uint8Array][] = [
  ...[10, 8000, 60_000, 65_535].map((n): [string, () => Uint8Array] => [
    `${n} empty files`,
    () => zipOfMany(times(n, (i) => `a/${i}`)),
  ]),
  ...[2000, 60_000].map((n): [string, () => Uint8Array] => [
    `${n} names of one zip`,
    () =>
      zipOfMany(
        times(n, (i) => `${i}.zip`),
        zipOfMany(['a']),
      ),
  ]),
  ['60,000 damaged zips', () => zipOfMany(times(60_000, (i) => `${i}.zip`))],
  ...[2, 10, 16, 100].map((n): [string, () => Uint8Array] => [`zips in zips, ${n} in each of 4`, () => nested(4, n)]),
  ...[16, 60].map((n): [string, () => Promise<Uint8Array>] => [
    `${n} zips of 16 MiB of zeros`,
    async () =>
      zipOfMany(
        times(n, (i) => `${i}.zip`),
        await swollen(2 ** 24),
      ),
  ]),
  ['a zip of 200 MiB of zeros', async () => zipOfMany(['a.zip'], await swollen(200 * 2 ** 20))],
  [
    'zips of 60,000 files, 20 times',
    () =>
      zipOfMany(
        times(20, (i) => `${i}.zip`),
        zipOfMany(times(60_000, (i) => `${i}`)),
      ),
  ],
  ['names of 60,000 letters', () => zipOfMany(times(200, (i) => `${i}${'x'.repeat(60_000)}`))],
  ['a name outside of 60,000 letters', () => zipOfMany([`../${'x'.repeat(60_000)}`])],
  ['a name of 30,000 folders', () => zipOfMany([`${'a/'.repeat(30_000)}b.zip`, `${'a/'.repeat(30_000)}c`])],
  ['nothing but ends', () => new Uint8Array(Buffer.alloc(66_000, 'PK\x05\x06', 'latin1'))],
];

export const hostileArchives: readonly HostileArchive[] = archives.map(([title, zip]) => ({
  title,
  zip: async () => zip(),
}));
