import { describe, expect, test } from 'vitest';

import { CtFileError } from '../../../src/data/ctFileError';
import { encodeMetaImage } from '../../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../../src/data/formats/nifti/encodeNifti';
import { encodeNrrd } from '../../../src/data/formats/nrrd/encodeNrrd';
import { toVolume } from '../../../src/data/toVolume';
import type { Volume } from '../../../src/data/volume';
import { openDataSet } from '../../../src/node/dataSets/openDataSet';
import { structFile } from '../../support/maskObjects';
import { expectPhantom, type PhantomScan, phantomScans, phantomVolumes, readSlices } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';
import { writeDicomSlice } from '../../support/writeDicom';

const folder = tempFolder();
const [first] = phantomScans(1) as [PhantomScan];
const { image } = phantomVolumes(first);

/** Writes a volume in the format of its file's name. */
async function put(file: string, volume: Volume): Promise<void> {
  if (/\.nii\.gz$/.test(file)) return folder.put(file, await encodeNifti(volume));
  const encode = /\.mh[ad]$/.test(file) ? encodeMetaImage : encodeNrrd;
  for (const { name, bytes } of await encode(volume, file)) await folder.put(name, bytes);
}

/** Writes a scan as a folder of DICOM files. */
async function putDicom(path: string, { data, shape, affine }: Volume): Promise<void> {
  const [depth, rows, columns] = shape;
  for (let z = 0; z < depth; z++)
    await folder.put(
      `${path}/IM${depth - z}`,
      writeDicomSlice({
        ...{ hu: data.subarray(z * rows * columns, (z + 1) * rows * columns), rows, columns, instanceNumber: z + 1 },
        position: [affine[0][3], affine[1][3], affine[2][3] + z * affine[2][2]],
        spacing: [affine[1][1], affine[0][0]],
      }),
    );
}

/** The part of a mask from one slice, row and column on. */
function cropped({ data, shape, affine, ...mask }: Volume, from: number): Volume {
  const [depth, rows, columns] = shape.map((length) => length - from) as [number, number, number];
  const at = (i: number) => {
    const [z, y, x] = [Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns];
    return ((z + from) * shape[1] + y + from) * shape[2] + x + from;
  };
  const labels = Uint8Array.from({ length: depth * rows * columns }, (_, i) => data[at(i)]!);
  const moved = affine.map(([x, y, z, mm]) => [x, y, z, mm + from * (x + y + z)] as const) as [never, never, never];
  return {
    ...toVolume({ data: labels, size: [columns, rows, depth], affine: moved }, 'label', mask.source),
    storedAs: mask.storedAs,
  };
}

async function expectPair(options: Parameters<typeof openDataSet>[1]): Promise<void> {
  const { patients } = await openDataSet(folder.path, options);
  expect(patients).toHaveLength(1);
  await expectPhantom(patients[0]!.scans[0]!, first);
}

describe('scan and mask in different formats', () => {
  const files = ['nii.gz', 'mha', 'mhd', 'nrrd', 'nhdr'];

  test.each(files.flatMap((scan) => [...files, 'seg.nrrd'].map((mask) => [scan, mask] as const)))(
    '.%s and .%s of other axes fit each other',
    async (scan, mask) => {
      await put(`ct/a.${scan}`, image);
      await put(`masks/a.${mask}`, phantomVolumes(first, { storedAs: 'RAS' }).labels);
      await expectPair({ image: 'ct/*', mask: 'masks/*' });
    },
  );

  test.each(['nii.gz', 'mha', 'seg.nrrd'])('a folder of DICOM files and .%s fit each other', async (mask) => {
    await putDicom('study/a/DICOM', image);
    await put(`study/a/liver.${mask}`, phantomVolumes(first, { storedAs: 'LAS' }).labels);
    await expectPair({ image: '*/DICOM', mask: '*/liver' });
  });

  test('the name of a folder can hold the star', async () => {
    await putDicom('ct/a', image);
    await put('masks/a.nii.gz', phantomVolumes(first).labels);
    const { patients } = await openDataSet(folder.path, { image: 'ct/*', mask: 'masks/*' });
    expect(patients.map(({ id }) => id)).toEqual(['a']);
  });

  test('a folder without DICOM files is no scan', async () => {
    await put('ct/a.nii.gz', image);
    await folder.put('ct/notes/readme', 'text');
    await put('masks/a.nii.gz', phantomVolumes(first).labels);
    await expectPair({ image: 'ct/*', mask: 'masks/*' });
  });

  test.each(['nii.gz', 'mha', 'nrrd', 'seg.nrrd'])('.%s can cover a part of the scan', async (mask) => {
    const { labels } = phantomVolumes(first, { storedAs: 'RAS' });
    const data = labels.data.map((label, i) => (i < 2 * first.size ** 2 || i % first.size < 2 ? 0 : label));
    await put('ct/a.nii.gz', image);
    await put(`masks/a.${mask}`, cropped({ ...labels, data }, 2));
    const { patients } = await openDataSet(folder.path, { image: 'ct/*', mask: 'masks/*' });
    const masks = (await readSlices(patients[0]!.scans[0]!)).map((slice) => [...slice.mask]);
    const expected = [0, 1, 2, 3].map((z) => {
      const rows = [...data.subarray(z * first.size ** 2, (z + 1) * first.size ** 2)];
      return rows.map((label, i) => (i < 2 * first.size ? 0 : label));
    });
    expect(masks).toEqual(expected);
    expect(expected.flat()).toContain(1);
  });
});

describe('a mask with several segments', () => {
  const { labels } = phantomVolumes(first, { label: 2 });
  const names = [
    { value: 1, name: 'spleen', color: null },
    { value: 2, name: 'Liver', color: null },
  ];
  const putPair = async () => {
    await put('ct/a.nrrd', image);
    await put('masks/a.seg.nrrd', { ...labels, data: labels.data.map((label) => label || 1), segments: names });
  };

  test('gives the liver by its name', async () => {
    await putPair();
    await expectPair({ image: 'ct/*', mask: 'masks/*', liverLabels: ['liver'] });
  });

  test('gives the liver by its number', async () => {
    await putPair();
    await expectPair({ image: 'ct/*', mask: 'masks/*', liverLabels: [2] });
  });

  test.each([
    ['its number', [1], 16],
    ['numbers of segments that overlap', [1, 2], 25],
    ['names of segments that overlap', ['tumour', 'liver'], 25],
    ['nothing, as the union of all', null, 25],
  ])('gives the liver by %s even if segments overlap', async (_, liverLabels, voxels) => {
    await putDicom('ct/a', image);
    const [[step, , , left], [, , , back], [, , , head]] = image.affine;
    const square = (side: number) => {
      const [from, to] = [-0.5 * step, (side - 0.5) * step];
      const corners = [from, to, to, from].map((x, i) => [left + x, back + (i < 2 ? from : to), head]);
      return { points: corners };
    };
    const file = structFile({ Liver: [square(4)], Tumour: [square(5)] });
    await folder.put('masks/a.dcm', new Uint8Array(await file.arrayBuffer()));
    const { patients } = await openDataSet(folder.path, { image: 'ct/*', mask: 'masks/*', liverLabels });
    const { mask } = await patients[0]!.scans[0]!.readSlice(0);
    expect(mask.reduce((sum, label) => sum + label, 0)).toBe(voxels);
  });

  test('without the name is an error', async () => {
    await putPair();
    await expect(openDataSet(folder.path, { image: 'ct/*', mask: 'masks/*', liverLabels: ['lung'] })).rejects.toThrow(
      new CtFileError('masks/a.seg.nrrd', 'there is no segment lung; the file has spleen (1) and Liver (2)'),
    );
  });

  test('of a format without names is an error', async () => {
    await put('ct/a.nrrd', image);
    await put('masks/a.nii.gz', labels);
    await expect(openDataSet(folder.path, { image: 'ct/*', mask: 'masks/*', liverLabels: ['liver'] })).rejects.toThrow(
      new CtFileError('masks/a.nii.gz', 'it names no segments, so liver cannot be found', {
        fix: [{ action: 'choose the labels by their numbers' }],
      }),
    );
  });

  test('names give another fingerprint than numbers', async () => {
    await putPair();
    const prints = [['liver'], [2], null].map(async (liverLabels) => {
      const { patients } = await openDataSet(folder.path, { image: 'ct/*', mask: 'masks/*', liverLabels });
      return patients[0]!.scans[0]!.fingerprint;
    });
    expect(new Set(await Promise.all(prints)).size).toBe(3);
  });
});

test('notes on the files of a pair are those of the data set', async () => {
  await putDicom('ct/a', image);
  await folder.put('ct/a/empty', '');
  await put('masks/a.nii.gz', phantomVolumes(first).labels);
  const { notes } = await openDataSet(folder.path, { image: 'ct/*', mask: 'masks/*' });
  expect(notes).toEqual(['all labels above 0 are liver', 'ct/a/empty is skipped: the file is empty']);
});
