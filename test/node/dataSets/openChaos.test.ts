import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';

import { CtFileError } from '../../../src/data/ctFileError';
import { openChaos } from '../../../src/node/dataSets/openChaos';
import { expectPhantom, type PhantomScan, phantomScans, readSlices } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';
import { type DicomElements, writeDicomSlice } from '../../support/writeDicom';

const folder = tempFolder();
const [first, second] = phantomScans(2, { depth: 11 }) as [PhantomScan, PhantomScan];

const slicePath = (patient: string, i: number) => `${patient}/DICOM_anon/i${String(i).padStart(4, '0')},0000b.dcm`;
const maskPath = (patient: string, i: number) => `${patient}/Ground/liver_GT_${String(i).padStart(3, '0')}.png`;

/** As CHAOS has them: the first file is the top slice, values without sign and an intercept below 0. */
async function put(
  patient: string,
  { depth, size, hu, masks }: PhantomScan,
  { positions = true, more = () => ({}) }: { positions?: boolean; more?: (index: number) => DicomElements } = {},
): Promise<void> {
  for (let i = 0; i < depth; i++) {
    const index = depth - 1 - i;
    const elements = {
      PixelRepresentation: 0,
      RescaleIntercept: '-1200',
      ...(!positions && { ImagePositionPatient: null }),
      ...more(index),
    };
    const place = { rows: size, columns: size, position: [0, 0, 3 * index] as const, instanceNumber: i + 1 };
    const slice = writeDicomSlice({ ...place, hu: hu[index]!.map((value) => value + 1200), elements });
    await folder.put(slicePath(patient, i), slice);
    const mask = masks[index]!.map((inside) => 255 * inside);
    await folder.put(maskPath(patient, i), encode({ height: size, width: size, data: mask, channels: 1 }));
  }
}

test.each([true, false])(
  'files pair by their order, slices come from the feet; with positions: %s',
  async (positions) => {
    await put('Train_Sets/CT/10', second, { positions });
    await put('Train_Sets/CT/2', first, { positions });
    const { name, patients, notes } = await openChaos(folder.path);
    expect([name, notes]).toEqual(['CHAOS CT', []]);
    expect(patients.map(({ id }) => id)).toEqual(['2', '10']);
    await expectPhantom(patients[0]!.scans[0]!, first);
    await expectPhantom(patients[1]!.scans[0]!, second);
    expect(patients[0]!.scans[0]!.spacing).toEqual(positions ? [3, 1, 1] : null);
    const place = [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 3, 0],
    ];
    expect(patients[0]!.scans[0]!.affine).toEqual(positions ? place : null);
    expect((await patients[0]!.scans[0]!.readSlice(0)).name).toBe('2/i0010,0000b');
  },
);

test('a gap in the middle makes the slices uneven', async () => {
  await put('1', first);
  for (const path of [slicePath('1', 4), maskPath('1', 4)]) await folder.remove(path);
  const { patients, notes } = await openChaos(folder.path);
  const scan = patients[0]!.scans[0]!;
  expect(scan).toMatchObject({ depth: 10, isUneven: true, spacing: [3, 1, 1] });
  expect(notes).toEqual([
    `1: slices are unevenly spaced, so distances and volumes are approximate; 3.00 mm is assumed: 6.00 mm between ${slicePath('1', 5)} and ${slicePath('1', 3)} (1 may be missing)`,
  ]);
  const slices = await readSlices(scan);
  expect(slices.map(({ mask }) => [...mask])).toEqual(first.masks.toSpliced(6, 1).map((mask) => [...mask]));
});

test('slices are in the order of their positions, whatever their names', async () => {
  await put('1', first);
  for (const path of [slicePath, maskPath]) {
    const at = (i: number) => join(folder.path, path('1', i));
    await rename(at(2), at(99));
    await rename(at(8), at(2));
    await rename(at(99), at(8));
  }
  const [patient] = await openChaos(folder.path);
  await expectPhantom(patient!.scans[0]!, first);
});

test('a slice at the place of another is skipped with its mask', async () => {
  await put('1', first);
  for (const path of [slicePath, maskPath])
    await folder.put(path('1', 11), await readFile(join(folder.path, path('1', 10))));
  const { patients, notes } = await openChaos(folder.path);
  expect(notes).toEqual([`1: ${slicePath('1', 11)} is skipped: it lies where ${slicePath('1', 10)} does`]);
  await expectPhantom(patients[0]!.scans[0]!, first);
});

test('phases of one series are refused, never interleaved', async () => {
  await put('1', first, { more: (index) => ({ AcquisitionNumber: String(index % 2) }) });
  await expect(openChaos(folder.path)).rejects.toThrow(
    `${slicePath('1', 0)}: the series holds several volumes at one place: acquisition 0 (6 slices), acquisition 1 (5 slices). Put the files of one into a folder of its own`,
  );
});

test('headers that are doubtful are noted', async () => {
  await put('1', first, { more: (index) => (index < 3 ? { PixelPaddingValue: 1200 } : {}) });
  const { notes } = await openChaos(folder.path);
  expect(notes).toEqual([
    `1: ${slicePath('1', 8)} and 2 other files: PixelPaddingValue (0028,0120) marks 0 HU as padding: such voxels become -1024 HU`,
  ]);
});

test('the folder of one patient is opened too', async () => {
  await put('7', first);
  const { patients } = await openChaos(`${folder.path}/7`);
  expect(patients.map(({ id }) => id)).toEqual(['7']);
});

test('MR scans are skipped', async () => {
  await put('CT/1', first);
  await put('MR/1/T2SPIR', first);
  await folder.put('MR/2/T1DUAL/DICOM_anon/InPhase/IMG-1.dcm', '');
  const { patients, notes } = await openChaos(folder.path);
  expect(patients.map(({ id }) => id)).toEqual(['1']);
  expect(notes).toEqual(['MR scans are skipped: this library is for CT']);
});

describe('errors', () => {
  test('a folder without scans', () =>
    expect(openChaos(folder.path)).rejects.toThrow(
      new Error(
        `openChaos: no CT scans of CHAOS in ${folder.path}; slices must lie at CT/<id>/DICOM_anon/*.dcm, masks at CT/<id>/Ground/liver_GT_000.png`,
      ),
    ));

  test('other masks than slices', async () => {
    await put('CT/1', first);
    await folder.remove(maskPath('CT/1', 3));
    await expect(openChaos(folder.path)).rejects.toThrow(
      new Error(
        'openChaos: CT/1/DICOM_anon has 11 slices, but CT/1/Ground has 10 masks; unpack them again, or move scans without masks away',
      ),
    );
  });

  test('no masks at all', async () => {
    await put('CT/1', first);
    await folder.remove('CT/1/Ground');
    await expect(openChaos(folder.path)).rejects.toThrow(
      new Error(
        'openChaos: CT/1/DICOM_anon has 11 slices, but CT/1/Ground has 0 masks; unpack them again, or move scans without masks away',
      ),
    );
  });

  test('a broken mask, when it is read', async () => {
    await put('CT/1', first);
    await folder.put(maskPath('CT/1', 10), 'GIF89a');
    const [patient] = await openChaos(folder.path);
    await expect(patient!.scans[0]!.readSlice(0)).rejects.toThrow(
      new CtFileError('CT/1/Ground/liver_GT_010.png', 'not a PNG file'),
    );
  });
});
