import { appendFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { CtFileError } from '../../src/data/ctFileError';
import { encodeMetaImage } from '../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { readVolume } from '../../src/data/readVolume';
import { ctFiles } from '../../src/node/ctFiles';
import { realData } from '../support/realData';
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

test.each([
  ['a.mhd', 'ElementDataFile = voxels.raw', ['a.mhd', 'voxels.raw']],
  ['a.mhd', 'ElementDataFile = ../voxels.raw', ['a.mhd']],
  ['a.mhd', 'ElementDataFile = LIST\nsub/z1.raw\nz0.raw', ['a.mhd', 'sub/z1.raw', 'z0.raw']],
  ['a.mhd', 'ElementDataFile = z%d.raw 0 1 1', ['a.mhd', 'z0.raw']],
  ['a.MHA', 'ElementDataFile = LOCAL', ['a.MHA']],
  ['a.mhd', 'no header', ['a.mhd']],
])('%s with %j brings the files that it names', async (header, line, names) => {
  for (const name of ['voxels.raw', 'a.raw', 'z0.raw', 'sub/z1.raw']) await folder.put(`scans/${name}`, '');
  await folder.put(`scans/${header}`, `DimSize = 2 2 2\n${line}\n`);
  const files = await ctFiles(join(folder.path, 'scans', header));
  expect(files.map(({ name }) => name)).toEqual(names);
});

const field = realData('fixtures/field');

test.skipIf(field.missing).each([
  ['renamed/patient7.mhd', 2],
  ['list/scan.mhd', 7],
  ['numbered/scan.mhd', 7],
])('the field case %s is read by its header alone', async (header, count) => {
  const files = await ctFiles(join(field.path, '11-mhd', header));
  expect(files).toHaveLength(count);
  expect((await readVolume(files, { onNote: null })).shape).toEqual([6, 32, 32]);
});

test.each([
  ['a.nhdr', 'data file: LIST\nsub/z1.raw\nz0.raw', ['a.nhdr', 'sub/z1.raw', 'z0.raw']],
  ['a.nrrd', 'data file: ./voxels.raw', ['a.nrrd', 'voxels.raw']],
  ['a.nrrd', 'type: short\n', ['a.nrrd']],
])('%s with %j brings them too', async (header, line, names) => {
  for (const name of ['voxels.raw', 'z0.raw', 'sub/z1.raw']) await folder.put(`scans/${name}`, '');
  await folder.put(`scans/${header}`, `NRRD0004\ndimension: 3\nsizes: 2 2 2\n${line}\n`);
  const files = await ctFiles(join(folder.path, 'scans', header));
  expect(files.map(({ name }) => name)).toEqual(names);
});

test.each([
  ['a.hdr', ['a.hdr', 'a.img']],
  ['b.hdr', ['b.hdr', 'b.img.gz']],
  ['C.HDR', ['C.HDR', 'C.IMG']],
])('%s brings the voxels of its name', async (header, names) => {
  for (const name of ['a.hdr', 'a.img', 'b.hdr', 'b.img.gz', 'C.HDR', 'C.IMG', 'ab.img']) await folder.put(name, '');
  expect((await ctFiles(join(folder.path, header))).map(({ name }) => name)).toEqual(names);
});

test('files of one name in two folders are both listed, voxels that are listed anyway once', async () => {
  await folder.put('a/x.dcm', 'a');
  await folder.put('b/x.dcm', 'b');
  await folder.put('a/s.mhd', 'DimSize = 1 1 1\nElementDataFile = x.dcm\n');
  const files = await ctFiles(['a/s.mhd', 'a/x.dcm', 'b/x.dcm'].map((path) => join(folder.path, path)));
  expect(files.map(({ name }) => name)).toEqual(['s.mhd', 'x.dcm', 'x.dcm']);
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

test('a link to itself is an error', async () => {
  const path = join(folder.path, 'link');
  await symlink('link', path);
  await expect(ctFiles(path)).rejects.toThrow(new CtFileError(path, 'a link that leads to itself; remove it'));
});

test('voxels behind a link out of the folder of their header are not opened, those in it are', async () => {
  await folder.put('secret', '');
  await folder.put('scans/there.raw', '');
  for (const name of ['in', 'out'])
    await folder.put(`scans/${name}.mhd`, `DimSize = 1 1 1\nElementDataFile = ${name}.raw\n`);
  await symlink('there.raw', join(folder.path, 'scans/in.raw'));
  await symlink('../secret', join(folder.path, 'scans/out.raw'));
  expect(await ctFiles(join(folder.path, 'scans/in.mhd'))).toHaveLength(2);
  await expect(ctFiles(join(folder.path, 'scans/out.mhd'))).rejects.toThrow(
    new CtFileError('out.mhd', 'the data file "out.raw" is a link out of the header\'s folder, so it is not opened'),
  );
});

test('a folder that is a link is followed', async () => {
  await folder.put('there/a.nii', 'a');
  await symlink('there', join(folder.path, 'link'));
  expect((await ctFiles(join(folder.path, 'link'))).map(({ name }) => name)).toEqual(['a.nii']);
});
