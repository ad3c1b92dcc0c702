import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { encodeMetaImage } from '../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { readVolume } from '../../src/data/readVolume';
import { ctFiles } from '../../src/node/ctFiles';
import { tempFolder } from '../support/tempFolder';
import { smallVolume } from '../support/volumes';
import { zipOf } from '../support/zip';

const folder = tempFolder();

test('a folder gives all its files', async () => {
  for (const { name, bytes } of await encodeMetaImage(smallVolume(), 'small.mhd')) await folder.put(`a/${name}`, bytes);
  const files = await ctFiles(folder.path);
  expect(files.map(({ name }) => name)).toEqual(['a/small.mhd', 'a/small.zraw']);
  expect(await readVolume(files)).toEqual({ ...smallVolume(), source: 'a/small.mhd' });
});

test('a file gives itself', async () => {
  await folder.put('a/small.nii.gz', await encodeNifti(smallVolume()));
  const files = await ctFiles(join(folder.path, 'a/small.nii.gz'));
  expect(await readVolume(files)).toEqual({ ...smallVolume(), source: 'small.nii.gz' });
});

test('paths give their files', async () => {
  for (const { name, bytes } of await encodeMetaImage(smallVolume(), 'small.mhd')) await folder.put(name, bytes);
  const files = await ctFiles([join(folder.path, 'small.mhd'), join(folder.path, 'small.zraw')]);
  expect(await readVolume(files)).toEqual({ ...smallVolume(), source: 'small.mhd' });
});

test('a zip counts as a folder', async () => {
  await folder.put('scan.zip', await zipOf({ 'a.nii.gz': await encodeNifti(smallVolume()) }));
  const files = await ctFiles(join(folder.path, 'scan.zip'));
  expect(await readVolume(files)).toEqual({ ...smallVolume(), source: 'scan.zip/a.nii.gz' });
});

test('a part of a file is read when it is asked for', async () => {
  await folder.put('a', 'abc');
  const [file] = await ctFiles(join(folder.path, 'a'));
  await appendFile(join(folder.path, 'a'), 'def');
  expect(new TextDecoder().decode(await file!.slice!(2, 5).arrayBuffer())).toBe('cde');
});

test('what does not exist gives an error', () =>
  expect(ctFiles('no/such/scan')).rejects.toThrow(new Error('ctFiles: no/such/scan does not exist')));

test('an empty folder, no path and what is no path give errors', async () => {
  await expect(ctFiles(folder.path)).rejects.toThrow(new Error(`ctFiles: ${folder.path} holds no files`));
  await expect(ctFiles([])).rejects.toThrow(new RangeError('ctFiles: `paths` must be one path or more; received []'));
  await expect(ctFiles(7 as never)).rejects.toThrow(
    new RangeError('ctFiles: `paths` must be a path or a list of paths; received 7'),
  );
  await expect(ctFiles([null as never])).rejects.toThrow(
    new RangeError('ctFiles: `paths` must be a path or a list of paths; received null'),
  );
});
