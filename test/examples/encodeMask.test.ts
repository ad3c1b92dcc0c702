import { describe, expect, it } from 'vitest';

import { encodeMask, requireScanFor } from '../../examples/node-service/src/encodeMask';
import { type MaskFormat, maskFormat, maskFormats } from '../../examples/node-service/src/maskFormats';
import { ctFile } from '../../src/data/ctFile';
import { readVolume } from '../../src/data/readVolume';
import { phantomVolume, scanFiles } from '../support/scanFiles';

const formats = Object.keys(maskFormats) as MaskFormat[];
const scan = phantomVolume(3, 16);
const data = Uint8Array.from(scan.data, (_, i) => (i % 7 < 3 && i > 40 ? 1 : 0));
const mask = { ...scan, kind: 'label', data } as const;
const files = await scanFiles(scan);
const dicom = files['DICOM, uncompressed']!;

describe('the masks of the service', () => {
  it.each(formats)('as %s hold every voxel on the grid of the scan', async (format) => {
    const bytes = await encodeMask(mask, format, dicom);
    const read = await readVolume([ctFile(maskFormats[format].file, bytes)], { kind: 'label', grid: scan });
    expect(Array.from(read.data)).toEqual(Array.from(data));
    expect(read.shape).toEqual(scan.shape);
  });

  it.each(['seg.nrrd', 'seg', 'rtstruct'] as const)('as %s can be empty', async (format) => {
    const empty = { ...mask, data: new Uint8Array(data.length) };
    const bytes = await encodeMask(empty, format, dicom);
    const read = await readVolume([ctFile(maskFormats[format].file, bytes)], { kind: 'label', grid: scan });
    expect(Math.max(...read.data)).toBe(0);
  });

  it.each(['seg.nrrd', 'seg', 'rtstruct'] as const)('as %s name their segment', async (format) => {
    const bytes = await encodeMask(mask, format, dicom);
    const read = await readVolume([ctFile(maskFormats[format].file, bytes)], { kind: 'label', grid: scan });
    expect(read.segments?.map(({ value, name }) => [value, name])).toEqual([[1, 'Liver']]);
  });

  it('as SEG or RTSTRUCT need the DICOM files of the scan', async () => {
    const nifti = files['NIfTI, .nii.gz'] ?? [ctFile('scan', new Uint8Array(9))];
    for (const format of ['seg', 'rtstruct'] as const) {
      await expect(requireScanFor(format, dicom)).resolves.toBeUndefined();
      await expect(requireScanFor(format, nifti)).rejects.toMatchObject({ status: 422, code: 'no_dicom' });
    }
    await expect(requireScanFor('nrrd', nifti)).resolves.toBeUndefined();
  });
});

describe('maskFormat', () => {
  it.each([
    [null, '', 'nifti'],
    [null, '*/*', 'nifti'],
    [null, 'image/x-metaimage', 'metaimage'],
    [null, 'application/x-nrrd', 'nrrd'],
    [null, 'application/dicom', 'seg'],
    ['seg.nrrd', 'application/dicom', 'seg.nrrd'],
    ['rtstruct', '', 'rtstruct'],
  ] as const)('chooses by ?format=%s and Accept: %s', (name, accept, format) => {
    expect(maskFormat(name, accept)).toBe(format);
  });

  it.each(['tiff', '', 'toString'])('refuses the name "%s"', (name) => {
    const message = 'format must be one of nifti, metaimage, nrrd, seg.nrrd, seg, rtstruct';
    expect(() => maskFormat(name, '')).toThrow(message);
  });
});
