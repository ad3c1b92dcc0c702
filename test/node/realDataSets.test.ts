import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { CtDataSet, CtSlice } from '../../src/data/dataSet';
import { splitDataSet } from '../../src/data/split/splitDataSet';
import { openDataSet } from '../../src/node/dataSets/openDataSet';
import { openIrcadb } from '../../src/node/dataSets/openIrcadb';
import { openNiftiPairs } from '../../src/node/dataSets/openNiftiPairs';
import { prepareSlices } from '../../src/training/samples/prepareSlices';
import { readSlices } from '../support/phantomScans';
import { readExpected, realData, sha256 } from '../support/realData';

const { path, missing } = realData('data');
const ircadb = join(path, '3dircadb');
const sliver = join(path, 'sliver07-like');

/** All slices of the only scan. */
async function slicesOf({ patients }: CtDataSet): Promise<CtSlice[]> {
  expect(patients.map(({ scans }) => scans.length)).toEqual([1]);
  return readSlices(patients[0]!.scans[0]!);
}

const bytesOf = (plane: Uint8Array | Int16Array | Float32Array) =>
  Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength);
const huOf = (slices: readonly CtSlice[]) => Buffer.concat(slices.map(({ values }) => bytesOf(values)));
const maskOf = (slices: readonly CtSlice[]) => Buffer.concat(slices.map(({ mask }) => bytesOf(mask)));
const count = (mask: Uint8Array) => mask.reduce((sum, inside) => sum + inside, 0);

interface IrcadbFacts {
  slices: number;
  hu: { sha256_int16le: string };
  masks: { liver: { voxels: number; nonempty_slices: number; sha256_uint8: string } };
  liver_or_tumour: { voxels: number };
  slices_info: { file: string; liver_pixels: number }[];
}

interface SliverFacts {
  orig: { sha256_z_ascending: string };
  seg: { voxels: number; sha256_z_ascending: string };
}

describe.skipIf(missing)('real data sets', () => {
  test('3D-IRCADb-01 patient 17 gives slices 5 mm apart in two windows as channels, value by value', async () => {
    const data = await openDataSet(ircadb);
    const slices = await slicesOf(data);
    const [scan] = data.patients[0]!.scans;
    const windows = [[-200, 250], [0, 150]] as const; // biome-ignore format: a list
    const refs = [0, 1, 20, 39].map((index) => ({ scan: scan!, index }));
    const samples = prepareSlices(refs, { context: 1, contextMm: 5, windows, clahe: null });
    const nearest = [[0, 0, 3], [0, 1, 4], [17, 20, 23], [36, 39, 39]]; // biome-ignore format: 3 · 1.6 mm are nearest to 5
    for (const [i, channels] of nearest.entries()) {
      const { image, mask, name } = await samples.read(i);
      expect([name, image.length]).toEqual([slices[refs[i]!.index]!.name, 6 * 512 ** 2]);
      expect(mask).toEqual(slices[refs[i]!.index]!.mask);
      let wrong = 0;
      for (const [plane, slice] of channels.entries())
        for (const [window, [low, high]] of windows.entries())
          slices[slice]!.values.forEach((hu, pixel) => {
            const exact = ((Math.min(Math.max(hu, low), high) - low) * 255) / (high - low);
            if (Math.abs(image[6 * pixel + 2 * plane + window]! * 255 - exact) > 0.5001) wrong++;
          });
      expect(wrong).toBe(0);
    }
  });

  test('3D-IRCADb-01 patient 17 has the Hounsfield units and masks that are expected of it', async () => {
    const facts = readExpected<IrcadbFacts>(ircadb);
    const slices = await slicesOf(await openDataSet(ircadb));
    expect(slices.map(({ name }) => name)).toEqual(facts.slices_info.map(({ file }) => `3Dircadb1.17/${file}`));
    expect(slices.map(({ mask }) => count(mask))).toEqual(facts.slices_info.map((slice) => slice.liver_pixels));
    expect(sha256(huOf(slices))).toBe(facts.hu.sha256_int16le);
    expect(sha256(maskOf(slices))).toBe(facts.masks.liver.sha256_uint8);
  });

  test('its tumours lie in its liver', async () => {
    const slices = await slicesOf(await openIrcadb(ircadb, { liver: 'withTumours' }));
    expect(count(maskOf(slices))).toBe(readExpected<IrcadbFacts>(ircadb).liver_or_tumour.voxels);
  });

  test('its copy in the layout of SLIVER07 has what is expected of it', async () => {
    const facts = readExpected<SliverFacts>(sliver);
    const slices = await slicesOf(await openDataSet(sliver));
    expect(sha256(huOf(slices))).toBe(facts.orig.sha256_z_ascending);
    expect(sha256(maskOf(slices))).toBe(facts.seg.sha256_z_ascending);
  });

  test('the slices that both copies hold are equal', async () => {
    const dicom = await slicesOf(await openDataSet(ircadb));
    const first = dicom.findIndex(({ name }) => name.endsWith('image_94'));
    const both = await slicesOf(await openDataSet(sliver));
    expect(both).toHaveLength(16);
    const same = dicom.slice(first, first + 16);
    expect(sha256(huOf(both))).toBe(sha256(huOf(same)));
    expect(sha256(maskOf(both))).toBe(sha256(maskOf(same)));
  });

  test('the liver of the NIfTI scan is its label 5, at the left of the pictures', async () => {
    const layout = { image: '*_ct_sm', mask: '*_seg', liverLabels: [5] };
    const slices = await slicesOf(await openNiftiPairs(join(path, 'nifti'), layout));
    expect(count(maskOf(slices))).toBe(38_634);
    const left = slices.map(({ mask, width }) => count(mask.filter((_, i) => i % width < width / 2)));
    expect(left.reduce((sum, pixels) => sum + pixels)).toBeGreaterThan((2 * 38_634) / 3);
  });

  test('the PNG slices are 25 patients, divided as they say, none of them twice', async () => {
    const dataSet = await openDataSet(join(path, 'liver-slices'));
    expect(dataSet.patients).toHaveLength(25);
    const { parts, record } = await splitDataSet(dataSet);
    expect([parts.train, parts.val, parts.test].map(({ length }) => length)).toEqual([1008, 182, 226]);
    expect(record.warnings).toEqual([]);
  });
});
