import { describe, expect, test } from 'vitest';

import { CtFileError } from '../../../src/data/ctFileError';
import { openIrcadb } from '../../../src/node/dataSets/openIrcadb';
import { ircadbFiles, writeMask } from '../../support/ircadbFiles';
import { expectPhantom, type PhantomScan, phantomScans, readSlices } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';
import { writeDicomSlice } from '../../support/writeDicom';
import { zipOf } from '../../support/zip';

const folder = tempFolder();
const [first, second] = phantomScans(2, { depth: 12 }) as [PhantomScan, PhantomScan];

async function putPatient(name: string, scan: PhantomScan): Promise<void> {
  for (const [path, bytes] of Object.entries(ircadbFiles(scan))) await folder.put(`${name}/${path}`, bytes);
}

const below = (prefix: string, files: Record<string, Uint8Array>) =>
  Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`${prefix}/${path}`, bytes]));

async function zipped(scan: PhantomScan, level: number) {
  const all = Object.entries(ircadbFiles(scan));
  const part = (name: string) => zipOf(Object.fromEntries(all.filter(([path]) => path.startsWith(name))), { level });
  return { 'PATIENT_DICOM.zip': await part('PATIENT_DICOM'), 'MASKS_DICOM.zip': await part('MASKS_DICOM') };
}

test('patients and their slices are in numerical order, from the feet', async () => {
  await putPatient('3Dircadb1.10', second);
  await putPatient('3Dircadb1.2', first);
  const { name, patients, notes, split } = await openIrcadb(folder.path);
  expect([name, notes, split]).toEqual(['3D-IRCADb-01', [], null]);
  expect(patients.map(({ id }) => id)).toEqual(['3Dircadb1.2', '3Dircadb1.10']);
  await expectPhantom(patients[0]!.scans[0]!, first);
  await expectPhantom(patients[1]!.scans[0]!, second);
  const names = (await readSlices(patients[0]!.scans[0]!)).map((slice) => slice.name);
  expect(names.slice(1, 3).concat(names.at(-1)!)).toEqual(
    ['image_1', 'image_2', 'image_11'].map((n) => `3Dircadb1.2/${n}`),
  );
});

test('slices that are missing with their masks are noted', async () => {
  await putPatient('3Dircadb1.1', first);
  for (const n of [0, 3, 4, 9]) {
    await folder.remove(`3Dircadb1.1/PATIENT_DICOM/image_${n}`);
    await folder.remove(`3Dircadb1.1/MASKS_DICOM/liver/image_${n}`);
  }
  const { notes, patients } = await openIrcadb(folder.path);
  const path = '3Dircadb1.1/PATIENT_DICOM';
  expect(notes).toEqual([
    `3Dircadb1.1: slices are unevenly spaced, so distances and volumes are approximate; 2.00 mm is assumed: 6.00 mm between ${path}/image_2 and ${path}/image_5 (2 may be missing), 4.00 mm between ${path}/image_8 and ${path}/image_10 (1 may be missing)`,
    '3Dircadb1.1: slices missing from the series: image_3 to image_4, image_9',
  ]);
  expect(patients[0]!.scans[0]).toMatchObject({ depth: 8, isUneven: true, spacing: [2, 0.8, 0.7] });
});

test('the spacing is that of slices, rows and columns', async () => {
  await putPatient('3Dircadb1.1', first);
  const [patient] = await openIrcadb(folder.path);
  const spacing = patient!.scans[0]!.spacing!.map((mm) => Number(mm.toFixed(9)));
  expect(spacing).toEqual([2, 0.8, 0.7]);
});

test('the folder of one patient is opened too', async () => {
  await putPatient('3Dircadb1.1', first);
  const { patients } = await openIrcadb(`${folder.path}/3Dircadb1.1`);
  expect(patients.map(({ id }) => id)).toEqual(['3Dircadb1.1']);
});

test('a doubled folder does no harm', async () => {
  await putPatient('3Dircadb1.1/3Dircadb1.1', first);
  const { patients } = await openIrcadb(folder.path);
  expect(patients.map(({ id }) => id)).toEqual(['3Dircadb1.1']);
  await expectPhantom(patients[0]!.scans[0]!, first);
});

test.each([0, 6])('zips in a zip in a zip are read in place, compressed at level %i', async (level) => {
  const patients = {
    '3Dircadb1/3Dircadb1.1.zip': await zipOf(below('3Dircadb1.1', await zipped(first, level)), { level }),
    '3Dircadb1/3Dircadb1.2.zip': await zipOf(below('3Dircadb1.2', await zipped(second, level)), { level }),
  };
  await folder.put('3Dircadb1.zip', await zipOf(patients, { level }));
  const dataSet = await openIrcadb(folder.path, { cacheBytes: 1 });
  expect(dataSet.patients.map(({ id }) => id)).toEqual(['3Dircadb1.1', '3Dircadb1.2']);
  await expectPhantom(dataSet.patients[0]!.scans[0]!, first);
  await expectPhantom(dataSet.patients[1]!.scans[0]!, second);
});

test('a zip that has been unpacked beside itself is passed over', async () => {
  await putPatient('3Dircadb1.1', first);
  for (const [name, bytes] of Object.entries(await zipped(second, 6))) await folder.put(`3Dircadb1.1/${name}`, bytes);
  const { patients } = await openIrcadb(folder.path);
  await expectPhantom(patients[0]!.scans[0]!, first);
});

test('withTumours takes the union with whatever tumours and cysts are called', async () => {
  await putPatient('3Dircadb1.1', first);
  const { size, depth } = first;
  const organs = ['livertumor01', 'tumor', 'livercyst', 'liverkyste', 'metastasectomie', 'spleen'];
  for (const [n, organ] of organs.entries())
    for (let i = 0; i < depth; i++) {
      const mask = new Uint8Array(size * size);
      mask[n] = 1;
      await folder.put(`3Dircadb1.1/MASKS_DICOM/${organ}/image_${i}`, writeMask({ mask, size }));
    }
  const [alone] = await openIrcadb(folder.path);
  await expectPhantom(alone!.scans[0]!, first);
  const all = await openIrcadb(folder.path, { liver: 'withTumours' });
  const slice = await all.patients[0]!.scans[0]!.readSlice(0);
  expect([...slice.mask.subarray(0, 6)]).toEqual([1, 1, 1, 1, 1, 0]);
  expect(all.notes).toEqual([
    '3Dircadb1.1: the liver is the union of liver, livercyst, liverkyste, livertumor01, metastasectomie, tumor',
  ]);
});

test('slices that are numbered from the head are turned round by their positions', async () => {
  const { size, depth, hu, masks } = first;
  for (let i = 0; i < depth; i++) {
    const place = { rows: size, columns: size, position: [0, 0, -i] as const };
    await folder.put(`a/PATIENT_DICOM/image_${i}`, writeDicomSlice({ ...place, hu: hu[depth - 1 - i]! }));
    await folder.put(`a/MASKS_DICOM/liver/image_${i}`, writeMask({ mask: masks[depth - 1 - i]!, size }));
  }
  const [patient] = await openIrcadb(folder.path);
  await expectPhantom(patient!.scans[0]!, first);
});

test('a patient who lies face down is turned round, mask and all', async () => {
  const { size, depth, hu, masks } = first;
  for (let i = 0; i < depth; i++) {
    const elements = { ImageOrientationPatient: '-1\\0\\0\\0\\-1\\0' };
    const place = { rows: size, columns: size, position: [0, 0, i] as const, elements };
    await folder.put(`a/PATIENT_DICOM/image_${i}`, writeDicomSlice({ ...place, hu: hu[i]!.toReversed() }));
    await folder.put(`a/MASKS_DICOM/liver/image_${i}`, writeMask({ mask: masks[i]!.toReversed(), size }));
  }
  const [patient] = await openIrcadb(folder.path);
  await expectPhantom(patient!.scans[0]!, first);
});

describe('errors', () => {
  const rejects = (message: string) => expect(openIrcadb(folder.path)).rejects.toThrow(new Error(message));

  test('a folder that does not exist', () =>
    expect(openIrcadb('no/such/folder')).rejects.toThrow(new Error('openIrcadb: no/such/folder does not exist')));

  test('a folder without patients', () =>
    rejects(
      `openIrcadb: no patients of 3D-IRCADb-01 in ${folder.path}; slices must lie at 3Dircadb1.N/PATIENT_DICOM/image_0, masks at 3Dircadb1.N/MASKS_DICOM/liver/image_0`,
    ));

  test('fewer masks than images', async () => {
    await putPatient('3Dircadb1.1', first);
    await folder.remove('3Dircadb1.1/MASKS_DICOM/liver/image_3');
    await rejects(
      'openIrcadb: 3Dircadb1.1 has 12 images in PATIENT_DICOM, but 11 masks in MASKS_DICOM/liver, none for image_3; unpack it again',
    );
  });

  test('more masks than images', async () => {
    await putPatient('3Dircadb1.1', first);
    await folder.remove('3Dircadb1.1/PATIENT_DICOM/image_11');
    await rejects(
      'openIrcadb: 3Dircadb1.1 has 11 images in PATIENT_DICOM, but 12 masks in MASKS_DICOM/liver; unpack it again',
    );
  });

  test('masks without images', async () => {
    await putPatient('3Dircadb1.1', first);
    await folder.remove('3Dircadb1.1/PATIENT_DICOM');
    await rejects('openIrcadb: 3Dircadb1.1 has masks, but no images in PATIENT_DICOM; unpack it again');
  });

  test('no masks of the liver', async () => {
    await putPatient('3Dircadb1.1', first);
    await folder.remove('3Dircadb1.1/MASKS_DICOM/liver');
    await rejects('openIrcadb: 3Dircadb1.1 has images, but no masks: MASKS_DICOM is missing or empty; unpack it again');
    await folder.put('3Dircadb1.1/MASKS_DICOM/bone/image_0', writeMask({ mask: first.masks[0]!, size: first.size }));
    await rejects('openIrcadb: 3Dircadb1.1 has no masks in MASKS_DICOM/liver, only of bone; unpack it again');
  });

  test('a slice that is there twice', async () => {
    await putPatient('3Dircadb1.1', first);
    await putPatient('copy/3Dircadb1.1', first);
    await expect(openIrcadb(folder.path)).rejects.toThrow(
      new CtFileError(
        'copy/3Dircadb1.1/MASKS_DICOM/liver/image_0',
        'the same slice as 3Dircadb1.1/MASKS_DICOM/liver/image_0; keep one of the two',
      ),
    );
  });

  test('a bound of the cache that is none', () =>
    expect(openIrcadb(folder.path, { cacheBytes: -1 })).rejects.toThrow(
      new RangeError('openIrcadb: `cacheBytes` must be a number of at least 0; received -1'),
    ));

  test('an unknown kind of liver', () =>
    expect(openIrcadb(folder.path, { liver: 'all' as 'liver' })).rejects.toThrow(
      new RangeError('openIrcadb: `liver` must be one of liver, withTumours; received "all"'),
    ));

  test('a mask of another size, when it is read', async () => {
    await putPatient('3Dircadb1.1', first);
    const small = writeMask({ mask: new Uint8Array(16), size: 4 });
    await folder.put('3Dircadb1.1/MASKS_DICOM/liver/image_2', small);
    const [patient] = await openIrcadb(folder.path);
    await expect(patient!.scans[0]!.readSlice(2)).rejects.toThrow(
      new CtFileError(
        '3Dircadb1.1/MASKS_DICOM/liver/image_2',
        'the mask has 4×4 pixels, but its image 3Dircadb1.1/PATIENT_DICOM/image_2 has 32×32. Resample the mask onto its scan by nearest neighbour',
      ),
    );
  });

  test('slices that are not axial', async () => {
    await putPatient('3Dircadb1.1', first);
    const elements = { ImageOrientationPatient: '1\\0\\0\\0\\0\\-1' };
    const coronal = writeDicomSlice({ rows: 32, columns: 32, hu: first.hu[0]!, elements });
    await folder.put('3Dircadb1.1/PATIENT_DICOM/image_0', coronal);
    await expect(openIrcadb(folder.path)).rejects.toThrow(
      new CtFileError('3Dircadb1.1/PATIENT_DICOM/image_0', 'not an axial slice: its rows and columns run to LI'),
    );
  });

  test('a slice that is out of range', async () => {
    await putPatient('3Dircadb1.1', first);
    const [patient] = await openIrcadb(folder.path);
    await expect(patient!.scans[0]!.readSlice(12)).rejects.toThrow(
      new RangeError('readSlice of 3Dircadb1.1: `index` must be a whole number from 0 to 11; received 12'),
    );
  });
});
