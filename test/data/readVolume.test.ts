import { encode } from 'fast-png';
import { describe, expect, it, vi } from 'vitest';

import { ctFile } from '../../src/data/ctFile';
import { CtFileError } from '../../src/data/ctFileError';
import { encodeMetaImage } from '../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { readVolume } from '../../src/data/readVolume';
import { niftiFile } from '../support/niftiFile';
import { smallVolume } from '../support/volumes';
import { writeDicomSlice } from '../support/writeDicom';

const volume = smallVolume();
const doubt = (low: number, high: number) =>
  `no value is below -500, as air is in Hounsfield units; values from ${low} to ${high} may be in another unit`;

describe('readVolume', () => {
  it('knows MetaImage by its name, whatever comes first', async () => {
    const files = await encodeMetaImage(volume, 'small.mhd');
    const read = await readVolume(files.map(({ name, bytes }) => ctFile(name, bytes)).reverse(), { kind: 'label' });
    expect(read).toEqual({ ...volume, kind: 'label', source: 'small.mhd' });
  });

  it('knows MetaImage by its header', async () => {
    const [mha] = await encodeMetaImage(volume, 'small.mha');
    expect(await readVolume([ctFile('download', mha!.bytes)])).toEqual({ ...volume, source: 'download' });
  });

  it('knows NIfTI, gzipped or not', async () => {
    expect(await readVolume([ctFile('small', await encodeNifti(volume))])).toEqual({ ...volume, source: 'small' });
    expect((await readVolume([ctFile('x', niftiFile())])).shape).toEqual([2, 2, 2]);
  });

  it('knows the header of NIfTI voxels', async () => {
    const header = niftiFile({ magic: 'ni1', voxOffset: 0 }).subarray(0, 348);
    const files = [ctFile('x.img', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)), ctFile('x.hdr', header)];
    expect((await readVolume(files)).data).toEqual(Uint8Array.of(4, 3, 2, 1, 8, 7, 6, 5));
  });

  it('knows PNG slices and gives them their options', async () => {
    const png = encode({ width: 1, height: 1, data: Uint16Array.of(1000), channels: 1, depth: 16 });
    const { data, spacing } = await readVolume([ctFile('1', png)], { spacing: [5, 1, 1], offset: 1000 });
    expect(data).toEqual(Int16Array.of(0));
    expect(spacing).toEqual([5, 1, 1]);
  });

  it('knows DICOM and tells its notes', async () => {
    const slice = (z: number) =>
      ctFile(
        `${z}`,
        writeDicomSlice({ hu: [300 * z, 300 * z + 1], rows: 1, columns: 2, position: [0, 0, z], instanceNumber: z }),
      );
    const notes: string[] = [];
    const files = [ctFile('empty', new Uint8Array(0)), slice(2), slice(1)];
    const { data } = await readVolume(files, { onNote: (note) => notes.push(note) });
    expect(data).toEqual(Int16Array.of(300, 301, 600, 601));
    expect(notes).toEqual(['empty is skipped: the file is empty', doubt(300, 601)]);
  });

  it('prints its notes if nobody takes them, and is silent if onNote is null', async () => {
    const print = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const slice = writeDicomSlice({ hu: [1], rows: 1, columns: 1, position: [0, 0, 0], instanceNumber: 1 });
    const files = [ctFile('empty', new Uint8Array(0)), ctFile('1', slice)];
    await readVolume(files, { onNote: null });
    expect(print).not.toHaveBeenCalled();
    await readVolume(files);
    expect(print.mock.calls).toEqual([
      ['empty is skipped: the file is empty'],
      ['no slice thickness is given: slices are assumed to be 1 mm apart'],
      [doubt(1, 1)],
    ]);
    print.mockRestore();
  });

  it('lists the formats it knows if files are of none', async () => {
    const formats =
      'expected DICOM, NIfTI (.nii, .nii.gz, .hdr with .img), MetaImage (.mha, .mhd with its data), NRRD (.nrrd, .seg.nrrd, .nhdr with its data) or PNG slices';
    const [notes, empty] = [ctFile('notes.txt', new TextEncoder().encode('hello')), ctFile('empty', new Uint8Array(0))];
    await expect(readVolume([notes])).rejects.toThrow(
      new CtFileError('notes.txt', `not a supported format; ${formats}`),
    );
    await expect(readVolume([empty])).rejects.toThrow(new CtFileError('empty', `the file is empty; ${formats}`));
    await expect(readVolume([notes, empty])).rejects.toThrow(
      new CtFileError('notes.txt', `none of the 2 files has a supported format; ${formats}`),
    );
  });

  it('prints the notes that nobody takes', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await readVolume([
      ctFile('empty', new Uint8Array(0)),
      ctFile('1', writeDicomSlice({ hu: [0], rows: 1, columns: 1 })),
    ]);
    expect(warn.mock.calls.map(([note]) => note)).toContain('empty is skipped: the file is empty');
    warn.mockRestore();
  });

  it('refuses no files', async () => {
    await expect(readVolume([])).rejects.toThrow(
      new RangeError('readVolume: `files` must be at least one file; received []'),
    );
  });
});
