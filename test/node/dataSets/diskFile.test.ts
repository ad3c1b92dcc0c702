import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { diskFile } from '../../../src/node/dataSets/diskFile';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
const open = (name: string) => diskFile(join(folder.path, name), name);
const numbers = (buffer: ArrayBuffer) => [...new Uint8Array(buffer)];

test('a file is read whole or in part', async () => {
  await folder.put('a', Uint8Array.of(1, 2, 3, 4));
  const file = open('a');
  expect(numbers(await file.arrayBuffer())).toEqual([1, 2, 3, 4]);
  expect(numbers(await file.slice(1, 3).arrayBuffer())).toEqual([2, 3]);
  expect(numbers(await file.slice(2, 100).arrayBuffer())).toEqual([3, 4]);
  expect(numbers(await file.slice(9, 12).arrayBuffer())).toEqual([]);
});

test('the stamp changes with the size and with the time of change', async () => {
  await folder.put('a', 'one');
  const stamps = [(await open('a').describe()).stamp];
  await folder.put('a', 'three');
  stamps.push((await open('a').describe()).stamp);
  await utimes(join(folder.path, 'a'), 1, 1);
  stamps.push((await open('a').describe()).stamp);
  expect(new Set(stamps).size).toBe(3);
  expect(await open('a').describe()).toEqual({ size: 5, stamp: '5 1000' });
});

test('a file that is gone is named as it was handed over', async () => {
  const message = /^a: cannot be read: ENOENT: no such file or directory/;
  await expect(open('a').arrayBuffer()).rejects.toThrow(message);
  await expect(open('a').describe()).rejects.toThrow(message);
});
