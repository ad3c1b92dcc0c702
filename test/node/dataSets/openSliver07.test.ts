import { describe, expect, test } from 'vitest';

import { CtFileError } from '../../../src/data/ctFileError';
import { encodeMetaImage } from '../../../src/data/formats/metaImage/encodeMetaImage';
import { openSliver07 } from '../../../src/node/dataSets/openSliver07';
import { expectPhantom, type PhantomScan, phantomScans, phantomVolumes } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
const [first, second] = phantomScans(2) as [PhantomScan, PhantomScan];

/** Stores slices from the head to the feet without saying so, as SLIVER07 does, unless `upright`. */
async function put(
  number: string,
  { depth, size, hu, masks }: PhantomScan,
  { compressed = false, upright = false, storedAs = 'LPS' } = {},
): Promise<void> {
  const stored = upright ? { hu, masks } : { hu: hu.toReversed(), masks: masks.toReversed() };
  const { image, labels } = phantomVolumes({ depth, size, ...stored }, { storedAs });
  const files = [
    ...(await encodeMetaImage(image, `liver-orig${number}.mhd`, { compressed })),
    ...(await encodeMetaImage(labels, `liver-seg${number}.mhd`, { compressed })),
  ];
  for (const { name, bytes } of files) await folder.put(name, bytes);
}

const note = (names: string) =>
  `assumed to be stored from head to feet, although the headers do not say so: ${names}. If these scans come out upside down, read them by the patterns 'liver-orig*' for scans and 'liver-seg*' for masks, which trust the headers`;

test.each([false, true])('slices come from the feet to the head, compressed: %s', async (compressed) => {
  await put('001', first, { compressed });
  await put('002', second, { compressed });
  const { name, patients, notes } = await openSliver07(folder.path, { cacheBytes: 1 });
  expect([name, notes]).toEqual(['SLIVER07', [note('liver-orig001, liver-orig002')]]);
  expect(patients.map(({ id }) => id)).toEqual(['liver-orig001', 'liver-orig002']);
  await expectPhantom(patients[0]!.scans[0]!, first);
  await expectPhantom(patients[1]!.scans[0]!, second);
  expect(patients[0]!.scans[0]!.spacing).toEqual([2, 1.5, 1.5]);
  expect((await patients[0]!.scans[0]!.readSlice(1)).name).toBe('liver-orig001/slice-1');
});

test('reversedZ: false takes them as stored', async () => {
  await put('001', first, { upright: true });
  const { patients, notes } = await openSliver07(folder.path, { reversedZ: false });
  expect(notes).toEqual([]);
  await expectPhantom(patients[0]!.scans[0]!, first);
});

test('a header that says itself that the head comes first is believed', async () => {
  await put('001', first, { upright: true, storedAs: 'LPI' });
  const { patients, notes } = await openSliver07(folder.path);
  expect(notes).toEqual([]);
  await expectPhantom(patients[0]!.scans[0]!, first);
});

test('masks go with the voxels of their scan, whichever way their own header turns them', async () => {
  await put('001', first, { upright: true, storedAs: 'LPI' });
  const { labels } = phantomVolumes({ ...first, masks: first.masks.toReversed() });
  for (const { name, bytes } of await encodeMetaImage(labels, 'liver-seg001.mhd')) await folder.put(name, bytes);
  const { patients } = await openSliver07(folder.path);
  await expectPhantom(patients[0]!.scans[0]!, first);
});

test('they do so in every direction', async () => {
  await put('001', first, { upright: true });
  const turned = first.masks.toReversed().map((mask) => mask.toReversed());
  const { labels } = phantomVolumes({ ...first, masks: turned }, { storedAs: 'RAI' });
  for (const { name, bytes } of await encodeMetaImage(labels, 'liver-seg001.mhd')) await folder.put(name, bytes);
  const { patients } = await openSliver07(folder.path, { reversedZ: false });
  await expectPhantom(patients[0]!.scans[0]!, first);
});

test('the fingerprint changes with the data, not with those of other scans', async () => {
  await put('001', first);
  await put('002', second);
  const prints = async () => [...(await openSliver07(folder.path))].map(({ scans }) => scans[0]!.fingerprint);
  const before = await prints();
  await folder.put('liver-seg002.raw', new Uint8Array(second.depth * second.size ** 2 + 1));
  const after = await prints();
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});

describe('errors', () => {
  const rejects = (error: Error) => expect(openSliver07(folder.path)).rejects.toThrow(error);

  test('a folder without scans', () =>
    rejects(
      new Error(
        `openSliver07: no scans of SLIVER07 in ${folder.path}; they must be called liver-orig001.mhd, their masks liver-seg001.mhd`,
      ),
    ));

  test('a scan without masks', async () => {
    await put('001', first);
    await folder.remove('liver-seg001.mhd');
    await rejects(
      new Error(
        'openSliver07: liver-orig001.mhd has no liver-seg001.mhd; add the masks, or move scans without any away',
      ),
    );
  });

  test('masks without a scan', async () => {
    await put('001', first);
    await folder.remove('liver-orig001.mhd');
    await rejects(
      new Error('openSliver07: liver-seg001.mhd has no liver-orig001.mhd; add the scan or remove the masks'),
    );
  });

  test('masks of another shape', async () => {
    await put('001', first);
    const { labels } = phantomVolumes(phantomScans(1, { depth: 5 })[0]!);
    for (const { name, bytes } of await encodeMetaImage(labels, 'liver-seg001.mhd')) await folder.put(name, bytes);
    await rejects(
      new CtFileError(
        'liver-seg001.mhd',
        'the labels have 5×32×32 voxels, but their image liver-orig001.mhd has 4×32×32. Resample the mask onto its scan by nearest neighbour',
      ),
    );
  });
});
