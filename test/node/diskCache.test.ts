import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { diskCache } from '../../src/node/diskCache';
import { prepareSlices } from '../../src/training/samples/prepareSlices';
import { dead, unfinishedOf } from '../support/claims';
import { noiseScan, slicesOf } from '../support/scans';

let folder: string;
let warnings: string[];
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'msa-unet-')), 'cache');
  warnings = [];
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

const open = (maxBytes: number | null = null, at = folder) =>
  diskCache(at, { maxBytes, warn: (line) => void warnings.push(line) });
const bytes = (length: number, value = 1) => new Uint8Array(length).fill(value);
const onlyFile = async () => join(folder, (await readdir(folder))[0]!);
const sizeOf = async () =>
  (await Promise.all((await readdir(folder)).map((name) => stat(join(folder, name))))).reduce((n, s) => n + s.size, 0);

const isRoot = process.getuid?.() === 0;
if (isRoot) console.log('The test of a folder without permission is skipped: root may write everywhere');

describe('diskCache', () => {
  it('gives back what was written, also to the next program, and null for what was not', async () => {
    await open().write('a', bytes(3));
    expect(await open().read('a')).toEqual(bytes(3));
    expect(await open().read('b')).toBeNull();
    expect(warnings).toEqual([]);
  });

  it('makes the folder when it writes first', async () => {
    expect(await open().read('a')).toBeNull();
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
    await open().write('a', bytes(3));
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.slice$/)]);
  });

  it.each([
    ['a bit has changed', (file: Buffer) => file.with(-1, file.at(-1)! ^ 1)],
    ['the checksum has changed', (file: Buffer) => file.with(0, file[0]! ^ 1)],
    ['the end is missing', (file: Buffer) => file.subarray(0, -1)],
    ['nothing is left', () => new Uint8Array(0)],
  ])('throws away a file of which %s, and says so', async (_, damage) => {
    await open().write('a', bytes(100));
    const path = await onlyFile();
    await writeFile(path, damage(await readFile(path)));
    expect(await open().read('a')).toBeNull();
    expect(await readdir(folder)).toEqual([]);
    expect(warnings).toEqual([`diskCache: ${path} is damaged; it is removed and computed again`]);
  });

  it('does not take the file of one slice for another', async () => {
    await open().write('a', bytes(3));
    const path = await onlyFile();
    await open().write('b', bytes(3, 2));
    const other = (await readdir(folder)).map((name) => join(folder, name)).find((name) => name !== path)!;
    await writeFile(path, await readFile(other));
    expect(await open().read('a')).toBeNull();
  });

  it('never shows one program half of what another writes', async () => {
    const [first, second] = [open(), open()];
    const [one, two] = [bytes(300_000, 1), bytes(300_000, 2)];
    const writing = Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? first.write('a', one) : second.write('a', two))),
    );
    for (let i = 0; i < 40; i++) {
      const read = await open().read('a');
      if (read) expect([one, two].some((written) => read.every((value, k) => value === written[k]))).toBe(true);
    }
    await writing;
    expect(await readdir(folder)).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it('refuses a bound of 0', () => {
    expect(() => open(0)).toThrow(new RangeError('diskCache: `maxBytes` must be a positive integer; received 0'));
  });
});

describe('a bound', () => {
  const entry = 100 + 32;

  it('is never crossed, and what has not been used for longest goes first', async () => {
    const cache = open(5 * entry);
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (const [i, key] of keys.entries()) {
      await cache.write(key, bytes(100));
      for (const name of await readdir(folder)) {
        const path = join(folder, name);
        if (Date.now() - (await stat(path)).mtimeMs < 10_000) await utimes(path, 1000 + i, 1000 + i); // long ago
      }
    }
    expect(await sizeOf()).toBe(5 * entry);
    await cache.read('a');
    await cache.write('f', bytes(100));
    const held = await Promise.all([...keys, 'f'].map(async (key) => (await cache.read(key)) !== null));
    expect(held).toEqual([true, false, false, true, true, true]);
    expect(await sizeOf()).toBeLessThanOrEqual(5 * entry);
  });

  it('holds for a folder that was filled before', async () => {
    for (let i = 0; i < 10; i++) await open().write(`${i}`, bytes(100));
    await open(3 * entry).write('new', bytes(100));
    expect(await sizeOf()).toBeLessThanOrEqual(3 * entry);
    expect(await open().read('new')).not.toBeNull();
  });

  it('keeps nothing that alone is above it', async () => {
    await open(100).write('a', bytes(100));
    expect(await open().read('a')).toBeNull();
  });

  it('leaves the files of others alone, and clears what crashes left behind', async () => {
    await open().write('a', bytes(100));
    const name = (await readdir(folder))[0]!;
    const left = (id: number) => `.${name}.0123456${id}-89ab-cdef-0123-456789abcdef.tmp`;
    for (const file of [left(1), left(2), unfinishedOf(name, dead), 'notes.txt'])
      await writeFile(join(folder, file), 'text');
    await utimes(join(folder, left(1)), 1000, 1000);
    await utimes(join(folder, 'notes.txt'), 1000, 1000);
    await open(entry).write('b', bytes(100));
    const files = await readdir(folder);
    expect(files).toHaveLength(3);
    expect(files).toEqual(expect.arrayContaining([left(2), 'notes.txt']));
    expect(await open().read('b')).not.toBeNull();
  });
});

describe('a run', () => {
  const readAll = async (at = folder) => {
    let made = 0;
    const scan = noiseScan({ onRead: () => void made++ });
    const samples = prepareSlices(slicesOf(scan), { size: [4, 4], cache: open(null, at) });
    const images = [];
    for (let i = 0; i < samples.length; i++) images.push((await samples.read(i)).image);
    return { made, images };
  };

  it('finds the slices of the run before, bit by bit, and makes damaged ones anew', async () => {
    const first = await readAll();
    expect(first.made).toBe(3);
    expect(await readAll()).toEqual({ ...first, made: 0 });
    await writeFile(await onlyFile(), 'damaged');
    expect(await readAll()).toEqual({ ...first, made: 1 });
    expect(await readAll()).toEqual({ ...first, made: 0 });
  });

  it('goes on where the cache cannot be written, and says so once', async () => {
    await writeFile(join(folder, '..', 'file'), '');
    const at = join(folder, '..', 'file', 'cache');
    expect((await readAll(at)).made).toBe(3);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^diskCache: cannot read in .*file.cache, so slices are computed again when needed: ENOTDIR/,
      ),
      expect.stringMatching(
        /^diskCache: cannot write in .*file.cache, so slices are computed again when needed: ENOTDIR/,
      ),
    ]);
  });

  it.skipIf(isRoot)('goes on where it may not write', async () => {
    await readAll();
    await rm(await onlyFile());
    await chmod(folder, 0o500);
    expect((await readAll()).made).toBe(1);
    await chmod(folder, 0o700);
    expect(warnings).toEqual([expect.stringMatching(/cannot write .*EACCES/)]);
  });
});
