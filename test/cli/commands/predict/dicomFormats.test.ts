import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeNifti, readVolume } from 'msa-unet';
import { ctFiles, fileSystem, useBackend } from 'msa-unet/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { commands } from '../../../../src/cli/commands';
import { dicomScan } from '../../../support/dicomScan';
import { brightModel } from '../../../support/pixelModels';
import { tempFolder } from '../../../support/tempFolder';

const folder = tempFolder();
const at = (name: string) => join(folder.path, name);
const size = { rows: 16, columns: 16, slices: 2 };
/** A slice that grows from air to the HU of contrast agent. */
const ramp = Int16Array.from({ length: 256 }, (_, i) => (i < 32 ? -1000 : 2 * i - 250));

beforeEach(async () => {
  for (const method of ['error', 'log'] as const) vi.spyOn(console, method).mockImplementation(() => {});
  await useBackend('cpu', { log: null });
  await brightModel().save(fileSystem(at('model')));
  for (const file of dicomScan({ ...size, elements: { PixelData: ramp } }))
    await folder.put(`ct/${file.name}`, new Uint8Array(await file.arrayBuffer()));
});
afterEach(() => vi.restoreAllMocks());

async function predict(...args: string[]): Promise<void> {
  await (await commands.predict!.load()).run(['--model', at('model'), '--backend', 'cpu', ...args], 'msa-unet predict');
}

/** Labels of the mask in NIfTI. */
async function expectedLabels(): Promise<number[]> {
  await predict('--image', at('ct'), '--out', at('liver.nii.gz'));
  const { data } = await readVolume(await ctFiles(at('liver.nii.gz')), { kind: 'label' });
  expect([...new Set(data)].sort()).toEqual([0, 1]);
  return [...data];
}

test('--out liver.dcm is a SEG of the scan, with a segment called Liver', async () => {
  await predict('--image', at('ct'), '--out', at('liver.dcm'));
  const mask = await readVolume(await ctFiles(at('liver.dcm')), { kind: 'label' });
  expect(mask.shape).toEqual([2, 16, 16]);
  expect(mask.segments).toEqual([{ value: 1, name: 'Liver', color: [221, 130, 101] }]);
  expect([...mask.data]).toEqual(await expectedLabels());
});

test('--format rtstruct writes contours', async () => {
  await predict('--image', at('ct'), '--out', at('liver.dcm'), '--format', 'rtstruct');
  const files = [...(await ctFiles(at('liver.dcm'))), ...(await ctFiles(at('ct')))];
  const mask = await readVolume(files, { kind: 'label', onNote: null });
  expect(mask.source).toMatch(/liver\.dcm$/);
  expect([...mask.data]).toEqual(await expectedLabels());
});

test('--format seg writes a SEG for each scan into a folder', async () => {
  await predict('--image', at('ct'), '--out', at('masks'), '--format', 'seg');
  expect(await readdir(at('masks'))).toEqual(['ct-mask.dcm']);
});

test('a SEG of a scan that is no DICOM is refused before anything is predicted', async () => {
  await folder.put('a.nii.gz', await encodeNifti(await readVolume(dicomScan(size), { onNote: null })));
  await expect(predict('--image', at('a.nii.gz'), '--out', at('masks'), '--format', 'seg')).rejects.toThrow(
    `${at('a.nii.gz')} is not a DICOM scan: a SEG names the patient, the study and the images of its scan. Predict the DICOM files, or pass another --format, such as nii.gz`,
  );
  await expect(readdir(at('masks'))).rejects.toThrow('ENOENT');
});

test('an RTSTRUCT of a scan without UIDs is refused before anything is predicted', async () => {
  for (const file of dicomScan({ ...size, elements: { SOPInstanceUID: null } }))
    await folder.put(`bare/${file.name}`, new Uint8Array(await file.arrayBuffer()));
  await expect(predict('--image', at('bare'), '--out', at('a.dcm'), '--format', 'rtstruct')).rejects.toThrow(
    'slice-0.dcm has no UIDs, by which an RTSTRUCT refers to its scan. Pass another --format, such as nii.gz',
  );
});
