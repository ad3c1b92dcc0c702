import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { CtFileError } from '../../../src/data/ctFileError';
import { encodeMetaImage } from '../../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../../src/data/formats/nifti/encodeNifti';
import type { Volume } from '../../../src/data/volume';
import { type OpenNiftiPairsOptions, openNiftiPairs } from '../../../src/node/dataSets/openNiftiPairs';
import { expectPhantom, type PhantomScan, phantomScans, phantomVolumes, readSlices } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';
import { zipOf } from '../../support/zip';

const folder = tempFolder();
const [first, second] = phantomScans(2) as [PhantomScan, PhantomScan];
const allLabels = 'all labels above 0 are liver';

/** Writes a volume in the format of its file's name. */
async function put(file: string, volume: Volume): Promise<void> {
  if (file.endsWith('.nii.gz')) return folder.put(file, await encodeNifti(volume));
  if (file.endsWith('.nii')) return folder.put(file, gunzipSync(await encodeNifti(volume)));
  const at = file.lastIndexOf('/') + 1;
  for (const { name, bytes } of await encodeMetaImage(volume, file.slice(at)))
    await folder.put(file.slice(0, at) + name, bytes);
}

async function putPair(image: string, labels: string, scan: PhantomScan, options = {}): Promise<void> {
  const volumes = phantomVolumes(scan, options);
  await put(image, volumes.image);
  await put(labels, volumes.labels);
}

test('LiTS is read, volumes in numerical order, whatever folders they lie in', async () => {
  await putPair('batch 2/volume-10.nii', 'batch 2/segmentation-10.nii', second, { storedAs: 'RAS' });
  await putPair('batch 1/volume-9.nii.gz', 'segmentations/segmentation-9.nii', first, { storedAs: 'LAI', label: 2 });
  const { name, patients, notes } = await openNiftiPairs(folder.path);
  expect([name, notes]).toEqual(['LiTS', [allLabels]]);
  expect(patients.map(({ id }) => id)).toEqual(['volume-9', 'volume-10']);
  await expectPhantom(patients[0]!.scans[0]!, first);
  await expectPhantom(patients[1]!.scans[0]!, second);
  expect(patients[0]!.scans[0]!.spacing).toEqual([2, 1.5, 1.5]);
});

test("the Decathlon's liver task is read without its test images and the hidden files of macOS", async () => {
  await putPair('Task03_Liver/imagesTr/liver_1.nii.gz', 'Task03_Liver/labelsTr/liver_1.nii.gz', first);
  await put('Task03_Liver/imagesTs/liver_2.nii.gz', phantomVolumes(second).image);
  await folder.put('Task03_Liver/imagesTr/._liver_1.nii.gz', 'x');
  await folder.put('Task03_Liver/labelsTr/._liver_1.nii.gz', 'x');
  const { name, patients } = await openNiftiPairs(folder.path);
  expect([name, patients.map(({ id }) => id)]).toEqual(['MSD Task03', ['liver_1']]);
  await expectPhantom(patients[0]!.scans[0]!, first);
});

test('another task of the Decathlon is not called so', async () => {
  await putPair('imagesTr/spleen_1.nii.gz', 'labelsTr/spleen_1.nii.gz', first);
  expect((await openNiftiPairs(folder.path)).name).toBe('pairs of volumes');
});

test.each([
  ['ct/*.nii.gz', 'labels/*_seg', 'ct/a b(1).nii.gz', 'labels/a b(1)_seg.mha', 'a b(1)'],
  ['scan*/ct', 'scan*/liver', 'x/scan7/ct.mhd', 'x/scan7/liver.nii', 'scan7'],
  ['img-*', 'lab-*.mhd', 'img-1.mha', 'lab-1.mhd', 'img-1'],
])('image %s and mask %s fit', async (image, mask, imageFile, maskFile, name) => {
  await putPair(imageFile, maskFile, first);
  const dataSet = await openNiftiPairs(folder.path, { image, mask });
  expect([dataSet.name, dataSet.patients.map(({ id }) => id)]).toEqual(['pairs of volumes', [name]]);
  await expectPhantom(dataSet.patients[0]!.scans[0]!, first);
});

test('other labels give another fingerprint, since they make other masks', async () => {
  await putPair('volume-0.nii', 'segmentation-0.nii', first);
  const print = async (options: OpenNiftiPairsOptions) =>
    (await openNiftiPairs(folder.path, options)).patients[0]!.scans[0]!.fingerprint;
  expect(await print({})).toBe(await print({}));
  expect(await print({ liverLabels: [1] })).not.toBe(await print({}));
  expect(await print({ liverLabels: [2] })).not.toBe(await print({ liverLabels: [1] }));
});

test.each(['nii', 'nii.gz'])('a slice of .%s tells which labels it holds, liver or not', async (ending) => {
  const { image, labels } = phantomVolumes(first, { label: 5 });
  const data = labels.data.slice();
  data[0] = 7;
  await put('volume-0.nii', image);
  await put(`segmentation-0.${ending}`, { ...labels, data });
  const { patients } = await openNiftiPairs(folder.path, { liverLabels: [7] });
  const found = first.masks.map((mask) => (mask.includes(1) ? [5] : []));
  expect((await readSlices(patients[0]!.scans[0]!)).map((slice) => slice.labels)).toEqual([
    [...found[0]!, 7],
    ...found.slice(1),
  ]);
});

test('liverLabels says which labels are liver', async () => {
  await putPair('volume-0.nii', 'segmentation-0.nii', first, { label: 5 });
  const five = await openNiftiPairs(folder.path, { liverLabels: [4, 5] });
  expect(five.notes).toEqual(['labels 4, 5 count as liver']);
  await expectPhantom(five.patients[0]!.scans[0]!, first);
  const one = await openNiftiPairs(folder.path, { liverLabels: [1] });
  expect(Math.max(...(await one.patients[0]!.scans[0]!.readSlice(1)).mask)).toBe(0);
});

test.each(['RAS', 'LAI', 'PLS'])('labels stored along %s lie where their header says', async (storedAs) => {
  await put('volume-0.nii', phantomVolumes(first).image);
  await put('segmentation-0.nii', phantomVolumes(first, { storedAs }).labels);
  const [patient] = await openNiftiPairs(folder.path);
  await expectPhantom(patient!.scans[0]!, first);
});

test('a scan is decoded once for all its slices, and again when another has taken its place', async () => {
  for (const n of [0, 1]) await putPair(`volume-${n}.nii.gz`, `segmentation-${n}.nii.gz`, [first, second][n]!);
  const [a, b] = (await openNiftiPairs(folder.path, { cacheBytes: 1 })).patients.map(({ scans }) => scans[0]!);
  await a!.readSlice(0);
  for (const file of ['volume-0', 'segmentation-0']) await folder.remove(`${file}.nii.gz`);
  await expectPhantom(a!, first);
  await expectPhantom(b!, second);
  await expect(a!.readSlice(1)).rejects.toThrow(/^volume-0\.nii\.gz: cannot be read: ENOENT/);
});

test('volumes in compressed zips are decoded once too', async () => {
  const { image, labels } = phantomVolumes(first);
  const files = {
    'volume-0.nii': gunzipSync(await encodeNifti(image)),
    'segmentation-0.nii': await encodeNifti(labels),
  };
  const inner = await zipOf({ ...files, 'segmentation-0.nii': gunzipSync(files['segmentation-0.nii']) });
  await folder.put('LiTS.zip', await zipOf({ 'batch.zip': inner }));
  const { patients } = await openNiftiPairs(folder.path, { cacheBytes: 1 });
  const scan = patients[0]!.scans[0]!;
  await scan.readSlice(0);
  await folder.remove('LiTS.zip');
  await expectPhantom(scan, first);
});

test('reading a slice leaves those that were read before as they were', async () => {
  await putPair('volume-0.nii.gz', 'segmentation-0.nii.gz', first, { storedAs: 'RAS' });
  const [patient] = await openNiftiPairs(folder.path);
  const slice = await patient!.scans[0]!.readSlice(1);
  slice.values.fill(0);
  slice.mask.fill(0);
  await expectPhantom(patient!.scans[0]!, first);
});

describe('an identity matrix', () => {
  /** As programs write it that know nothing: x and y of the file run to where `codes` says. */
  async function putIdentity(codes: string): Promise<void> {
    const { size } = first;
    // What a reader that takes the identity for RAS finds is turned round where the file is not RAS.
    const turn = ({ data, ...volume }: Volume): Volume => ({
      ...volume,
      spacing: [1, 1, 1],
      affine: [
        [1, 0, 0, 1 - size],
        [0, 1, 0, 1 - size],
        [0, 0, 1, 0],
      ],
      storedAs: 'RAS',
      data: data.map((_, i) => {
        const [x, y] = [i % size, Math.floor(i / size) % size];
        const column = codes[0] === 'R' ? x : size - 1 - x;
        const row = codes[1] === 'A' ? y : size - 1 - y;
        return data[i - x - y * size + column + row * size]!;
      }),
    });
    const { image, labels } = phantomVolumes(first);
    await put('volume-28.nii', turn(image));
    await put('segmentation-28.nii', turn(labels));
  }

  const note = (codes: string) =>
    `the header gives no orientation: volume-28. Assumed to be stored as ${codes} with voxels of 1 mm; look at the pictures. If they are wrong, save the files with their orientation, or choose another \`identityAs\` in code`;

  test('is read as LAS if nothing else is said, as 3D-IRCADb-01 is stored in LiTS', async () => {
    await putIdentity('LAS');
    const { patients, notes } = await openNiftiPairs(folder.path);
    expect(notes).toEqual([allLabels, note('LAS')]);
    await expectPhantom(patients[0]!.scans[0]!, first);
  });

  test.each(['RAS', 'LPS', 'RPS'] as const)('is read as %s if asked', async (identityAs) => {
    await putIdentity(identityAs);
    const { patients, notes } = await openNiftiPairs(folder.path, { identityAs });
    expect(notes).toEqual([allLabels, note(identityAs)]);
    await expectPhantom(patients[0]!.scans[0]!, first);
  });
});

describe('errors', () => {
  const rejects = (error: Error, options: OpenNiftiPairsOptions = {}) =>
    expect(openNiftiPairs(folder.path, options)).rejects.toThrow(error);
  const putFirst = () => putPair('volume-0.nii', 'segmentation-0.nii', first);

  test('a scan without labels', async () => {
    await putFirst();
    await putPair('volume-1.nii', 'segmentation-1.nii', second);
    await folder.remove('segmentation-0.nii');
    await rejects(
      new Error('openNiftiPairs: volume-0.nii has no segmentation-0; add the labels, or move scans without any away'),
    );
  });

  test('labels without a scan', async () => {
    await putFirst();
    await put('segmentation-1.nii', phantomVolumes(first).labels);
    await rejects(new Error('openNiftiPairs: segmentation-1.nii has no volume-1; add the scan or remove the labels'));
  });

  test('two scans of one name', async () => {
    await putFirst();
    await put('volume-0.nii.gz', phantomVolumes(first).image);
    await rejects(
      new Error('openNiftiPairs: volume-0.nii and volume-0.nii.gz have the same name; keep one of the two'),
    );
  });

  test('labels of another shape', async () => {
    await putFirst();
    await put('segmentation-0.nii', phantomVolumes(phantomScans(1, { depth: 5 })[0]!).labels);
    await rejects(
      new CtFileError(
        'segmentation-0.nii',
        'the labels have 5×32×32 voxels, but their image volume-0.nii has 4×32×32. Resample the mask onto its scan by nearest neighbour',
      ),
    );
  });

  test("labels that lie elsewhere, unless geometry is 'stored'", async () => {
    await putFirst();
    const { labels } = phantomVolumes(first, { storedAs: 'RAS' });
    const [left, back, [, , step]] = labels.affine;
    await put('segmentation-0.nii', { ...labels, affine: [left, back, [0, 0, step, 103]], storedAs: 'LPS' });
    await rejects(
      new CtFileError(
        'segmentation-0.nii',
        "the labels lie up to 3.0 mm away from where their image volume-0.nii lies. Resample the mask onto its scan by nearest neighbour, or if they fit it voxel by voxel all the same, open the pair with `geometry: 'stored'`",
      ),
    );
    const [patient] = await openNiftiPairs(folder.path, { geometry: 'stored' });
    await expectPhantom(patient!.scans[0]!, first);
  });

  test("labels that are stored along other axes, if geometry is 'stored'", async () => {
    await putFirst();
    await put('segmentation-0.nii', phantomVolumes(first, { storedAs: 'PLS' }).labels);
    await rejects(
      new CtFileError(
        'segmentation-0.nii',
        'the labels are stored along PLS, their image volume-0.nii along LPS; save them as the image is stored',
      ),
      { geometry: 'stored' },
    );
  });

  test.each([
    [{ image: 'ct' }, '`image` must be a pattern with one *; received "ct"'],
    [{ mask: '*/*' }, '`mask` must be a pattern with one *; received "*/*"'],
    [{ liverLabels: [] }, '`liverLabels` must be one label or more, or null; received []'],
    [
      { identityAs: 'LAI' as 'LAS' },
      '`identityAs` must be one of LAS, RAS, LPS, RPS; received "LAI". Did you mean \'LAS\'?',
    ],
    [{ geometry: 'any' as 'same' }, '`geometry` must be one of same, stored; received "any"'],
  ])('%j', (options, message) => rejects(new RangeError(`openNiftiPairs: ${message}`), options));
});
