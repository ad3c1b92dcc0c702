import { encode } from 'fast-png';
import { expect, it } from 'vitest';

import { ctFile } from '../../src/data/ctFile';
import { CtFileError } from '../../src/data/ctFileError';
import { encodeMetaImage } from '../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { peekVoxels } from '../../src/data/peekVoxels';
import { niftiFile } from '../support/niftiFile';
import { phantomVolume, scanFiles } from '../support/scanFiles';
import { slicedFile, smallVolume } from '../support/volumes';
import { writeDicomSlice } from '../support/writeDicom';

const bytes = Uint8Array.from({ length: 24 }, (_, i) => i % 2);

it.each(Object.entries(await scanFiles(phantomVolume(2, 40))))(
  'a scan as %s has Hounsfield units',
  async (_, files) => {
    expect(await peekVoxels(files)).toBe('hu');
  },
);

it('a NIfTI file says that it holds labels', async () => {
  expect(await peekVoxels([ctFile('m.nii.gz', await encodeNifti(smallVolume({ kind: 'label' })))])).toBe('label');
});

it('8 bits are bytes in NIfTI, MetaImage and PNG, unless they have a scale', async () => {
  const volume = smallVolume({ data: bytes });
  expect(await peekVoxels([ctFile('m.nii.gz', await encodeNifti(volume))])).toBe('bytes');
  const [mha] = await encodeMetaImage(volume, 'm.mha');
  expect(await peekVoxels([ctFile('m.mha', mha!.bytes)])).toBe('bytes');
  const png = encode({ width: 6, height: 4, data: bytes, channels: 1 });
  expect(await peekVoxels([ctFile('0.png', png)])).toBe('bytes');
  expect(await peekVoxels([ctFile('x', niftiFile())])).toBe('bytes');
  expect(await peekVoxels([ctFile('x', niftiFile({ slope: 2 }))])).toBe('hu');
});

it('voxels are not read', async () => {
  const file = slicedFile('s.nii', niftiFile({ dim: [3, 256, 256, 4, 1, 1, 1, 1] }, new Uint8Array(2 ** 18)));
  expect(await peekVoxels([file])).toBe('bytes');
  expect(file.bytesRead()).toBeLessThan(70_000);
});

it('mixed series of DICOM and unknown formats are errors', async () => {
  const slice = (z: number) =>
    ctFile(
      `${z}`,
      writeDicomSlice({ hu: [1], rows: 1, columns: 1, position: [0, 0, z], instanceNumber: z, seriesUid: `1.${z}` }),
    );
  await expect(peekVoxels([slice(1), slice(2)])).rejects.toThrow(/^1: 2 series are mixed/);
  await expect(peekVoxels([ctFile('notes', Uint8Array.of(1))])).rejects.toThrow(
    new CtFileError(
      'notes',
      'not a supported format; expected DICOM, NIfTI (.nii, .nii.gz, .hdr with .img), MetaImage (.mha, .mhd with its data), NRRD (.nrrd, .seg.nrrd, .nhdr with its data) or PNG slices',
    ),
  );
});
