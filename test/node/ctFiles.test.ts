import { join } from 'node:path';

import { expect, test } from 'vitest';

import { encodeMetaImage } from '../../src/data/metaImage/encodeMetaImage';
import { encodeNifti } from '../../src/data/nifti/encodeNifti';
import { readVolume } from '../../src/data/readVolume';
import { ctFiles } from '../../src/node/ctFiles';
import { tempFolder } from '../support/tempFolder';
import { smallVolume } from '../support/volumes';

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

test('what does not exist gives an error', () =>
  expect(ctFiles('no/such/scan')).rejects.toThrow(new Error('ctFiles: no/such/scan does not exist')));
