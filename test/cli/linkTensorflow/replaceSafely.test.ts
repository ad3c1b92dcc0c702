import { writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { findHeaders } from '../../../src/cli/linkTensorflow/compiler';
import { replaceSafely } from '../../../src/cli/linkTensorflow/replaceSafely';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
const target = () => join(folder.path, 'lib', 'file');
const make = (file: string) => writeFileSync(file, 'new');
const fail = () => {
  throw new Error('enough');
};

it('a file that passes its check replaces the old one, and nothing else is left', async () => {
  await folder.put('lib/file', 'old');
  expect(replaceSafely(target(), make, () => 7)).toBe(7);
  expect(await readFile(target(), 'utf8')).toBe('new');
  expect(await readdir(join(folder.path, 'lib'))).toEqual(['file']);
});

it.each([
  ['making', fail, () => 7],
  ['checking', make, fail],
])('the old file is back when %s fails', async (_, make, check) => {
  await folder.put('lib/file', 'old');
  expect(() => replaceSafely(target(), make, check)).toThrow('enough');
  expect(await readFile(target(), 'utf8')).toBe('old');
  expect(await readdir(join(folder.path, 'lib'))).toEqual(['file']);
});

it('where there was no file there is none after a failure, nor a folder for it', async () => {
  expect(() => replaceSafely(target(), make, fail)).toThrow('enough');
  expect(await readdir(folder.path)).toEqual([]);
});

it('where there was a folder alone it stays', async () => {
  await folder.put('lib/other', 'old');
  expect(() => replaceSafely(target(), make, fail)).toThrow('enough');
  expect(await readdir(join(folder.path, 'lib'))).toEqual(['other']);
});

it('what a killed run had put aside is put back first', async () => {
  await folder.put('lib/file', 'untested');
  await folder.put('lib/file.before', 'old');
  expect(() => replaceSafely(target(), make, fail)).toThrow('enough');
  expect(await readFile(target(), 'utf8')).toBe('old');
});

it('headers are taken from the first folder that has them', async () => {
  await folder.put('b/node_api.h', '');
  const [a, b] = ['a', 'b'].map((name) => join(folder.path, name)) as [string, string];
  expect(findHeaders([a, b])).toBe(b);
  expect(() => findHeaders([a])).toThrow(
    `found no Node headers in ${a}. Run: npx node-gyp install (or set npm_config_nodedir to the folder that contains include/node)`,
  );
});
