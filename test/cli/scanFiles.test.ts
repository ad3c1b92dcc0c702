import { join } from 'node:path';

import { expect, it } from 'vitest';

import { scanFiles, scanName } from '../../src/cli/scanFiles';
import { tempFolder } from '../support/tempFolder';

const folder = tempFolder();

it.each([
  ['scan.nii.gz', 'scan'],
  ['a/scan.v2.NII', 'scan.v2'],
  ['scan.mhd', 'scan'],
  ['scan.hdr', 'scan'],
  ['DICOM/', 'DICOM'],
  ['patient.zip', 'patient'],
  ['scan.7', 'scan.7'],
])('%s is the scan %s', (path, name) => {
  expect(scanName(path)).toBe(name);
});

it.each([
  ['a.mhd', ['a.mhd', 'a.zraw']],
  ['b.hdr', ['b.hdr', 'b.img.gz']],
  ['a.mha', ['a.mha']],
])('%s brings the voxels of its name', async (header, files) => {
  for (const name of ['a.mha', 'a.mhd', 'a.zraw', 'a.txt', 'ab.raw', 'b.hdr', 'b.img.gz']) await folder.put(name, '');
  expect((await scanFiles(join(folder.path, header))).map(({ name }) => name)).toEqual(files);
});
