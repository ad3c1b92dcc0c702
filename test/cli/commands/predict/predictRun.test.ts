import { rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeNifti, readVolume, type Volume } from 'msa-unet';
import { ctFiles, fileSystem, useBackend } from 'msa-unet/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { commands } from '../../../../src/cli/commands';
import { phantomScans, phantomVolumes } from '../../../support/phantomScans';
import { brightModel } from '../../../support/pixelModels';
import { tempFolder } from '../../../support/tempFolder';
import { writeDicomSlice } from '../../../support/writeDicom';

const folder = tempFolder();
const at = (name: string) => join(folder.path, name);
const { image, labels } = phantomVolumes(phantomScans(1, { depth: 2, size: 16 })[0]!);
const put = async (name: string, volume: Volume) => folder.put(name, await encodeNifti(volume));

beforeEach(async () => {
  for (const method of ['error', 'log'] as const) vi.spyOn(console, method).mockImplementation(() => {});
  await useBackend('cpu', { log: null });
  await brightModel().save(fileSystem(at('model')));
  await put('a.nii.gz', image);
});
afterEach(() => vi.restoreAllMocks());

async function predict(...scans: string[]): Promise<void> {
  const args = ['--model', at('model'), ...scans.map(at), '--out', at('masks'), '--backend', 'cpu'];
  await (await commands.predict!.load()).run(args, 'msa-unet predict');
}

test('the masks of several scans are written', async () => {
  await put('b.nii.gz', image);
  await predict('a.nii.gz', 'b.nii.gz');
  expect((await readdir(at('masks'))).sort()).toEqual(['a-mask.nii.gz', 'b-mask.nii.gz']);
});

test.each(['nii.gz', 'mha', 'mhd', 'nrrd', 'seg.nrrd', 'nhdr'])(
  '--out liver.%s is the mask in that format',
  async (ending) => {
    const out = at(`liver.${ending}`);
    const args = ['--model', at('model'), at('a.nii.gz'), '--out', out, '--backend', 'cpu'];
    await (await commands.predict!.load()).run(args, 'msa-unet predict');
    const { data, segments, affine } = await readVolume(await ctFiles(out), { kind: 'label' });
    expect([Math.max(...data), affine]).toEqual([1, image.affine]);
    expect(segments).toEqual(ending === 'seg.nrrd' ? [{ value: 1, name: 'liver', color: [221, 130, 101] }] : undefined);
  },
);

test('--format names the format of the masks in a folder', async () => {
  const args = ['--model', at('model'), at('a.nii.gz'), '--out', at('masks'), '--backend', 'cpu'];
  await (await commands.predict!.load()).run([...args, '--format', 'seg.nrrd'], 'msa-unet predict');
  expect(await readdir(at('masks'))).toEqual(['a-mask.seg.nrrd']);
});

test('a NIfTI mask of a tilted scan is noted, since ITK programs cannot open it', async () => {
  const [left, [, row, , back], head] = image.affine;
  await put('a.nii.gz', { ...image, affine: [left, [0, row, 5, back], head] });
  await predict('a.nii.gz');
  expect(console.error).toHaveBeenCalledWith(
    `Note: ${at('masks/a-mask.nii.gz')}: ITK programs, such as 3D Slicer, cannot open NIfTI files of a tilted gantry; write .mha or .nrrd for them`,
  );
});

const noUnits = () =>
  `${at('b.nii.gz')} holds grey levels or labels, not Hounsfield units. Pass the scan itself, exported from DICOM again if it has been windowed. For a network that was trained on such grey levels, pass --window-min and --window-max as in its training`;
const grey = { ...image, data: image.data.map((hu) => Math.min(Math.max(hu, 0), 255)) };

test.each<[string, () => Promise<void>, () => string]>([
  [
    'a label mask',
    () => put('b.nii.gz', labels),
    () => `${at('b.nii.gz')} is a mask, not a scan in Hounsfield units. Pass the scan`,
  ],
  ['a picture of 8 bits', () => put('b.nii.gz', { ...labels, kind: 'hu' }), noUnits],
  [
    'what is no volume',
    () => folder.put('b.nii.gz', 'text'),
    () =>
      'b.nii.gz: not a supported format; expected DICOM, NIfTI (.nii, .nii.gz, .hdr with .img), MetaImage (.mha, .mhd with its data), NRRD (.nrrd, .seg.nrrd, .nhdr with its data) or PNG slices',
  ],
  ['what is not there', async () => {}, () => `${at('b.nii.gz')} does not exist`],
])('%s among the scans is refused before a folder is made', async (_, make, message) => {
  await make();
  await expect(predict('a.nii.gz', 'b.nii.gz')).rejects.toMatchObject({ message: message() });
  await expect(readdir(at('masks'))).rejects.toThrow('ENOENT');
});

test.each([
  ['8 bits', { ...grey, data: Uint8Array.from(grey.data) }],
  ['16 bits', grey],
  ['16 bits, few of them as in a mask', { ...labels, kind: 'hu' as const, data: Int16Array.from(labels.data) }],
])('grey levels of %s are refused unless their window is given', async (_, volume) => {
  await put('b.nii.gz', volume);
  await expect(predict('b.nii.gz')).rejects.toMatchObject({ message: noUnits() });
  const args = ['--model', at('model'), at('b.nii.gz'), '--window-min', '0', '--window-max', '255'];
  await (await commands.predict!.load()).run([...args, '--out', at('masks'), '--backend', 'cpu'], 'msa-unet predict');
  expect(await readdir(at('masks'))).toEqual(['b-mask.nii.gz']);
  expect(vi.mocked(console.error).mock.calls.flat()).toContainEqual(
    expect.stringMatching(/^Note: no value is below -500, as air is in Hounsfield units; /),
  );
});

test('a folder of several scans is refused, and the error says to name the files', async () => {
  await put('ct/1.nii.gz', image);
  await put('ct/2.nii.gz', image);
  await expect(predict('ct')).rejects.toMatchObject({
    message:
      '1.nii.gz: 2 volumes lie side by side: 1.nii.gz (NIfTI), 2.nii.gz (NIfTI). Pass --image FILE for each of them, with a folder as --out',
  });
});

test('an acquisition of a DICOM series is chosen, or else the error names the option', async () => {
  const slices = [1, 2].flatMap((acquisition) =>
    [0, 1, 2].map((z) => ({ acquisition, z, number: 10 * acquisition + z })),
  );
  for (const { acquisition, z, number } of slices)
    await folder.put(
      `phases/${number}.dcm`,
      writeDicomSlice({
        ...{ hu: new Array(256).fill(-1000), rows: 16, columns: 16, position: [0, 0, 5 * z], instanceNumber: number },
        elements: { AcquisitionNumber: String(acquisition) },
      }),
    );
  await expect(predict('phases')).rejects.toThrow('Pass --acquisition 1, or put the files of one');
  const args = ['--model', at('model'), at('phases'), '--acquisition', '2', '--out', at('masks'), '--backend', 'cpu'];
  await (await commands.predict!.load()).run(args, 'msa-unet predict');
  expect(await readdir(at('masks'))).toEqual(['phases-mask.nii.gz']);
});

test('a mask that cannot be written at the end is an error that names it and its volume', async () => {
  await put('b.nii.gz', image);
  vi.spyOn(console, 'log').mockImplementation(() => rmSync(at('masks'), { recursive: true }));
  await expect(predict('a.nii.gz', 'b.nii.gz')).rejects.toThrow(
    new RegExp(
      `^${at('masks/b-mask.nii.gz')} cannot be written: ENOENT.*\\. Its mask: 2×16×16 voxels, liver \\d+\\.\\d ml\nAlready written: `,
    ),
  );
});

test('a scan that turns out to be damaged is an error that names the masks written before', async () => {
  const whole = await encodeNifti(image);
  await folder.put('b.nii.gz', whole.subarray(0, whole.length - 100));
  await put('c.nii.gz', image);
  await expect(predict('a.nii.gz', 'b.nii.gz', 'c.nii.gz')).rejects.toThrow(
    new Error(
      `b.nii.gz: the compressed data are damaged or cut off (unexpected end of file)\nAlready written: ${at('masks/a-mask.nii.gz')}. Still missing: 2 of 3 masks`,
    ),
  );
  expect(await readdir(at('masks'))).toEqual(['a-mask.nii.gz']);
});
