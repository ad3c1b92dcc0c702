import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { findScans } from '../../../src/node/dataSets/findScans';
import { dicomScan } from '../../support/dicomScan';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
const names = async (options = {}) => (await findScans(folder.path, options)).map(({ name }) => name);

async function putDicom(path: string, { seriesUid = '1.2.3.4', slices = 2 } = {}) {
  for (const file of dicomScan({ seriesUid, slices }))
    await folder.put(join(path, file.name), new Uint8Array(await file.arrayBuffer()));
}

test('files of volume formats, zips and folders of DICOM slices are scans; numbers count by value', async () => {
  for (const file of ['b/ct-10.nii.gz', 'b/ct-2.mha', 'c/x.mhd', 'c/x.zraw', 'a.zip', 'notes.txt', 'b/.hidden.nii'])
    await folder.put(file, '');
  await putDicom('d/series');
  const scans = await findScans(folder.path);
  expect(scans.map(({ name }) => name)).toEqual(['a', 'b/ct-2', 'b/ct-10', 'c/x', 'd/series']);
  expect(scans[1]!.paths).toEqual([join(folder.path, 'b/ct-2.mha')]);
  expect(scans[4]).toEqual({
    name: 'd/series',
    path: join(folder.path, 'd/series'),
    paths: ['slice-0.dcm', 'slice-1.dcm'].map((file) => join(folder.path, 'd/series', file)),
  });
});

test('a folder of DICOM slices is a scan named after itself', async () => {
  await putDicom('ct');
  expect((await findScans(join(folder.path, 'ct'))).map(({ name }) => name)).toEqual(['ct']);
});

test('scans of the same name keep their endings', async () => {
  for (const file of ['ct.nrrd', 'ct.seg.nrrd', 'other.nrrd']) await folder.put(file, '');
  expect(await names()).toEqual(['ct.nrrd', 'ct.seg.nrrd', 'other']);
});

test('a pattern chooses scans, whatever their folder and ending', async () => {
  for (const file of ['a/volume-1.nii.gz', 'a/segmentation-1.nii.gz', 'volume-2.mha']) await folder.put(file, '');
  await putDicom('volume-3');
  expect(await names({ image: 'volume-*' })).toEqual(['a/volume-1', 'volume-2', 'volume-3']);
  expect(await names({ image: 'a/*.nii.gz' })).toEqual(['a/segmentation-1', 'a/volume-1']);
  await expect(names({ image: 'ct-*' })).rejects.toThrow(
    `findScans: no scan below ${folder.path} fits the pattern ct-*`,
  );
  await expect(names({ image: 'ct' })).rejects.toThrow(
    'findScans: `image` must be a pattern with one *; received "ct"',
  );
});

test('the folder of the masks is left out', async () => {
  for (const file of ['ct.nii', 'masks/ct-mask.nii', 'masks2/ct.nii']) await folder.put(file, '');
  expect(await names({ except: join(folder.path, 'masks') })).toEqual(['ct', 'masks2/ct']);
});

test('a series in two folders is noted', async () => {
  await putDicom('a');
  await putDicom('b');
  await putDicom('c', { seriesUid: '1.2.3.5' });
  const notes: string[] = [];
  expect(await names({ onNote: (note: string) => notes.push(note) })).toEqual(['a', 'b', 'c']);
  expect(notes).toEqual([
    `${join(folder.path, 'a')} and ${join(folder.path, 'b')} hold files of the same DICOM series. If they are parts of one scan, put them into one folder`,
  ]);
});

test('a link to a folder above ends', async () => {
  await folder.put('a/ct.nii', '');
  await symlink('..', join(folder.path, 'a/up'));
  expect(await names()).toEqual(['a/ct']);
});

test('an empty folder has no scans, and a missing one is an error', async () => {
  await mkdir(join(folder.path, 'empty'));
  expect(await names()).toEqual([]);
  await expect(findScans(join(folder.path, 'none'))).rejects.toThrow('none does not exist');
});
