import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';

import { type CtFile, ctFile } from '../../../src/data/ctFile';
import { encodeMetaImage } from '../../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../../src/data/formats/nifti/encodeNifti';
import { readVolume } from '../../../src/data/readVolume';
import { smallVolume } from '../../support/volumes';
import { writeDicomSlice } from '../../support/writeDicom';

const slice = (number: number, elements = {}) =>
  ctFile(
    `IM${number}`,
    writeDicomSlice({
      hu: [-1000, number],
      rows: 1,
      columns: 2,
      position: [0, 0, number],
      instanceNumber: number,
      elements,
    }),
  );
const series = [slice(1), slice(2)];
const report = slice(9, { Modality: 'SR' });
const volume = smallVolume();
const nifti = ctFile('GT.nii.gz', await encodeNifti(volume));
const metaImage = (await encodeMetaImage(volume, 'a/mask.mhd')).map(({ name, bytes }) => ctFile(name, bytes));
const picture = ctFile('preview.png', encode({ width: 1, height: 1, data: Uint8Array.of(7), channels: 1 }));
const text = ctFile('notes.txt', new TextEncoder().encode('hello'));

async function read(files: readonly CtFile[], kind: 'hu' | 'label' = 'hu') {
  const notes: string[] = [];
  const { source } = await readVolume(files, { kind, onNote: (note) => notes.push(note) });
  return { source, notes: notes.filter((note) => !note.startsWith('no value is below')) };
}

describe('a DICOM series is the scan', () => {
  it.each([
    ['NIfTI', [nifti], 'GT.nii.gz is skipped: NIfTI beside DICOM'],
    ['a MetaImage header', metaImage, 'a/mask.mhd is skipped: MetaImage beside DICOM'],
    ['a picture', [picture], 'preview.png is skipped: PNG slices beside DICOM'],
    ['text', [text], 'notes.txt is skipped: not a supported format'],
  ])('beside %s, in any order', async (_, others, note) => {
    for (const files of [
      [...others, ...series],
      [...series, ...others],
    ]) {
      const { source, notes } = await read(files);
      expect(source).toBe('IM1');
      expect(notes).toContain(note);
    }
  });

  it('unless it holds no slices', async () => {
    expect(await read([report, nifti])).toEqual({
      source: 'GT.nii.gz',
      notes: ['IM9 is skipped: DICOM beside NIfTI'],
    });
  });

  it('but as a mask it is one candidate of several', async () => {
    await expect(read([...series, nifti], 'label')).rejects.toThrow(
      'IM1: 2 volumes lie side by side: IM1 (DICOM, 2 files), GT.nii.gz (NIfTI). Give the files of one',
    );
  });
});

describe('without DICOM', () => {
  it('a volume in a file of its own is the scan, beside pictures', async () => {
    expect(await read([picture, nifti, text])).toEqual({
      source: 'GT.nii.gz',
      notes: ['preview.png is skipped: PNG slices beside NIfTI'],
    });
  });

  it('several volumes are an error that lists them', async () => {
    await expect(read([nifti, ...metaImage])).rejects.toThrow(
      'GT.nii.gz: 2 volumes lie side by side: GT.nii.gz (NIfTI), a/mask.mhd (MetaImage). Give the files of one',
    );
    const seven = Array.from({ length: 7 }, (_, i) => ctFile(`${i}.nii.gz`, new Uint8Array([31, 139])));
    await expect(read(seven)).rejects.toThrow(/: 7 volumes lie .*, 4\.nii\.gz \(NIfTI\) and 2 more\. Give/);
  });

  it('pictures are slices, and other files are skipped in one note', async () => {
    const files = [text, picture, ctFile('more.txt', Uint8Array.of(1))];
    expect(await read(files, 'label')).toEqual({
      source: 'preview.png',
      notes: ['notes.txt and 1 other file are skipped: not a supported format'],
    });
  });

  it('gzipped files of other names are NIfTI if nothing else is', async () => {
    const renamed = ctFile('download', await encodeNifti(volume));
    expect((await read([renamed, text])).source).toBe('download');
    expect((await read([renamed, nifti])).source).toBe('GT.nii.gz');
  });
});

it('hidden files and those of macOS archives are passed over', async () => {
  const hidden = ['._GT.nii.gz', 'a/.hidden.nii.gz', '__MACOSX/a/GT.nii.gz'].map((name) =>
    ctFile(name, Uint8Array.of(31, 139)),
  );
  expect(await read([...hidden, nifti])).toEqual({ source: 'GT.nii.gz', notes: [] });
});
