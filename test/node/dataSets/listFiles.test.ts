import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { CtFileError } from '../../../src/data/ctFileError';
import { ByteCache } from '../../../src/node/dataSets/byteCache';
import { listFiles } from '../../../src/node/dataSets/listFiles';
import { tempFolder } from '../../support/tempFolder';
import { zipOf } from '../../support/zip';

const folder = tempFolder();
const list = () => listFiles(folder.path, 'open', new ByteCache(1000));
const names = async () => (await list()).map(({ name }) => name);
const bytes = (...values: number[]) => Uint8Array.from(values);

async function find(name: string) {
  return (await list()).find((file) => file.name === name)!;
}

test('numbers in names count by their value', async () => {
  for (const name of ['image_10', 'image_2', 'a/1', 'image_0']) await folder.put(name, '');
  expect(await names()).toEqual(['a/1', 'image_0', 'image_2', 'image_10']);
});

test('hidden files and what macOS adds are left out, in zips too', async () => {
  for (const name of ['._a', '.DS_Store', '__MACOSX/a', 'b/._c', 'b/c']) await folder.put(name, '');
  await folder.put('z.zip', await zipOf({ '__MACOSX/a': bytes(), 'd/._e': bytes(), 'd/e': bytes() }));
  expect(await names()).toEqual(['b/c', 'z.zip/d/e']);
});

test('a link to a folder above ends, and one to nowhere is passed over', async () => {
  await folder.put('a/b', '');
  await symlink(folder.path, join(folder.path, 'a/round'));
  await symlink('nowhere', join(folder.path, 'a/lost'));
  await symlink(join(folder.path, 'a'), join(folder.path, 'link'));
  expect(await names()).toEqual(['a/b', 'link/b']);
});

test.each([
  ['stored', 0],
  ['compressed', 6],
])('files in %s zips in zips are read whole and in part', async (_, level) => {
  const inner = await zipOf({ 'x/file': bytes(1, 2, 3, 4, 5) }, { level });
  await folder.put('outer.zip', await zipOf({ 'a/inner.zip': inner, top: bytes(9) }, { level }));
  expect(await names()).toEqual(['outer.zip/a/inner.zip/x/file', 'outer.zip/top']);
  const file = await find('outer.zip/a/inner.zip/x/file');
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes(1, 2, 3, 4, 5));
  expect(new Uint8Array(await file.slice(1, 3).arrayBuffer())).toEqual(bytes(2, 3));
  expect(new Uint8Array(await file.slice(3, 99).arrayBuffer())).toEqual(bytes(4, 5));
  expect((await file.describe()).size).toBe(5);
});

test('a zip is read only where its files are asked for', async () => {
  const large = new Uint8Array(2 ** 20).map((_, i) => (i * i) >> 3);
  const zip = await zipOf({ a: bytes(1), large, b: bytes(2) }, { level: 0 });
  await folder.put('z.zip', zip);
  const file = await find('z.zip/b');
  const damaged = zip.map((byte, i) => (i > 1000 && i < 2 ** 20 ? 0 : byte));
  await writeFile(join(folder.path, 'z.zip'), damaged);
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes(2));
});

test('the beginning of a compressed file is read though its end is damaged', async () => {
  const zip = await zipOf({ a: Uint8Array.from({ length: 2 ** 20 }, (_, i) => (i * i) >> 3) });
  zip.fill(0, zip.length - 2000, zip.length - 1000);
  await folder.put('z.zip', zip);
  const file = await find('z.zip/a');
  expect(new Uint8Array(await file.slice(6, 9).arrayBuffer())).toEqual(bytes(4, 6, 8));
  await expect(file.arrayBuffer()).rejects.toThrow(/^z\.zip\/a: damaged in its zip \(/);
});

test('a zip that has been unpacked beside itself is passed over, in a zip too', async () => {
  const zip = await zipOf({ a: bytes() });
  await folder.put('one.zip', zip);
  await folder.put('one/a', '');
  await folder.put('outer.zip', await zipOf({ 'two.zip': zip, 'two/a': bytes(), 'three.zip': zip }));
  expect(await names()).toEqual(['one/a', 'outer.zip/three.zip/a', 'outer.zip/two/a']);
});

test('zips in zips end after four', async () => {
  let zip = await zipOf({ a: bytes() });
  for (let i = 0; i < 6; i++) zip = await zipOf({ 'z.zip': zip });
  await folder.put('z.zip', zip);
  expect(await names()).toEqual(['z.zip/z.zip/z.zip/z.zip/z.zip']);
});

describe('errors', () => {
  test('a file in place of the folder', async () => {
    await folder.put('a', '');
    const path = join(folder.path, 'a');
    await expect(listFiles(path, 'open', new ByteCache(1))).rejects.toThrow(
      new Error(`open: ${path} is a file; give the folder that holds images and masks`),
    );
  });

  test.each([
    [14, '14 (LZMA)'],
    [77, '77'],
  ])('a file packed by method %s, on reading', async (method, name) => {
    const zip = Buffer.from(await zipOf({ a: bytes(1, 2, 3) }));
    zip.writeUInt16LE(method, 8);
    zip.writeUInt16LE(method, zip.lastIndexOf('PK\x01\x02') + 10);
    await folder.put('z.zip', zip);
    await expect((await find('z.zip/a')).arrayBuffer()).rejects.toThrow(
      new CtFileError(
        'z.zip/a',
        `packed in its zip by method ${name}, which is unsupported; unpack it, or zip it again with Deflate`,
      ),
    );
  });

  test('a zip that is cut off', async () => {
    const zip = await zipOf({ a: bytes(1, 2, 3) });
    await folder.put('z.zip', zip.subarray(0, 60));
    await expect(list()).rejects.toThrow(
      new CtFileError('z.zip', 'not a whole zip (End of central directory not found); download or copy it again'),
    );
  });

  test.each(['../outside', '/etc/passwd', 'a/../../b', 'C:\\b'])('a zip that names %s', async (name) => {
    const zip = Buffer.from(await zipOf({ [name.replaceAll(/[./\\:]/g, 'x')]: bytes(1) }));
    const safe = Buffer.from(name.replaceAll(/[./\\:]/g, 'x'));
    for (let at = zip.indexOf(safe); at >= 0; at = zip.indexOf(safe)) zip.write(name, at, 'latin1');
    await folder.put('z.zip', zip);
    const shown = name.replaceAll('\\', '/');
    await expect(list()).rejects.toThrow(
      new CtFileError('z.zip', `the zip names a file outside itself: "${shown}"; make the zip again`),
    );
  });

  test('an encrypted file, when it is read', async () => {
    await folder.put('z.zip', await zipOf({ a: bytes(1, 2, 3) }, { password: 'secret' }));
    const error = new CtFileError('z.zip/a', 'encrypted in its zip; unpack the zip with its password first');
    const file = await find('z.zip/a');
    await expect(file.arrayBuffer()).rejects.toThrow(error);
    await expect(file.slice(0, 1).arrayBuffer()).rejects.toThrow(error);
  });

  test('a damaged file, when it is read', async () => {
    const zip = await zipOf({ a: new Uint8Array(1000).map((_, i) => (i * i) >> 3) }, { level: 0 });
    zip[500]! ^= 1;
    await folder.put('z.zip', zip);
    await expect((await find('z.zip/a')).arrayBuffer()).rejects.toThrow(
      new CtFileError('z.zip/a', 'damaged in its zip (Invalid CRC32); download or copy the zip again'),
    );
  });

  test('a file that claims to be larger than it can be, before anything is made room for', async () => {
    const zip = Buffer.from(await zipOf({ a: new Uint8Array(100) }));
    const central = zip.lastIndexOf('PK\x01\x02');
    const packed = zip.readUInt32LE(central + 20);
    zip.writeUInt32LE(0xfffffff0, central + 24);
    await folder.put('z.zip', zip);
    await expect((await find('z.zip/a')).arrayBuffer()).rejects.toThrow(
      new CtFileError('z.zip/a', `cannot have 4294967280 bytes, with ${packed} in its zip; download the zip again`),
    );
  });

  test('a stored file whose own header is damaged, when a part of it is read', async () => {
    const zip = await zipOf({ a: bytes(1, 2, 3) }, { level: 0 });
    zip[0] = 0;
    await folder.put('z.zip', zip);
    await expect((await find('z.zip/a')).slice(0, 1).arrayBuffer()).rejects.toThrow(
      new CtFileError('z.zip/a', 'its header in the zip is damaged; download or copy the zip again'),
    );
  });
});
