import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { temporaryFor, temporaryPath } from '../../src/node/claims/temporary';
import { writeFileAtomic } from '../../src/node/writeFileAtomic';
import { dead, elsewhere, unfinishedOf } from '../support/claims';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msa-unet-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('writes text and bytes', async () => {
  await writeFileAtomic(join(folder, 'a'), 'Höhe');
  await writeFileAtomic(join(folder, 'b'), new Uint8Array([0, 255]));
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('Höhe');
  expect([...(await readFile(join(folder, 'b')))]).toEqual([0, 255]);
});

it.each([true, false])('replaces a file and leaves nothing else, durable: %s', async (durable) => {
  await writeFileAtomic(join(folder, 'a'), 'old and long', { durable });
  await writeFileAtomic(join(folder, 'a'), 'new', { durable });
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['a']);
});

it('removes its temporary file when it fails', async () => {
  await mkdir(join(folder, 'a'));
  await expect(writeFileAtomic(join(folder, 'a'), 'text')).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['a']);
});

it('never shows a reader half a file', async () => {
  const path = join(folder, 'a');
  const texts = ['x', 'y'].map((letter) => letter.repeat(1_000_000));
  await writeFileAtomic(path, texts[0]!);
  const writing = (async () => {
    for (let i = 0; i < 20; i++) await writeFileAtomic(path, texts[i % 2]!);
  })();
  for (let i = 0; i < 40; i++) expect(texts).toContain(await readFile(path, 'utf8'));
  await writing;
});

it('does not make folders', async () => {
  await expect(writeFileAtomic(join(folder, 'none/a'), '')).rejects.toThrow('ENOENT');
});

it('removes what crashed programs left unfinished in the folder, of whatever file, and nothing else', async () => {
  const others = [
    unfinishedOf('a', elsewhere),
    basename(temporaryPath('a')),
    '.a.01234567-89ab-cdef-0123-456789abcdef.tmp',
    '.a.tmp',
  ];
  for (const name of [unfinishedOf('a', dead), unfinishedOf('b.csv', dead), ...others])
    await writeFile(join(folder, name), 'half');
  await writeFileAtomic(join(folder, 'c'), 'text');
  expect((await readdir(folder)).sort()).toEqual([...others, 'c'].sort());
});

it('tells its temporary files from others', () => {
  expect(temporaryFor(basename(temporaryPath('runs/a.b')))).toBe('a.b');
  expect(temporaryFor('.a.b.01234567-89ab-cdef-0123-456789abcdef.tmp')).toBe('a.b');
  expect(temporaryFor('.a.tmp')).toBeUndefined();
});
