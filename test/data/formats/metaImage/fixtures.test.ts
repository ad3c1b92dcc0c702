import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { CtFileError } from '../../../../src/data/ctFileError';
import { parseMetaImage, readMetaImage } from '../../../../src/data/formats/metaImage/readMetaImage';
import { readStoredNumbers } from '../../../../src/data/stored/readStored';
import { filesBelow, readExpected, readFiles, realData, sha256 } from '../../../support/realData';

interface Expected {
  dims_xyz: number[];
  channels: number;
  spacing_xyz: number[];
  data: string;
  element_type: string;
  min: number;
  max: number;
  mean: number;
  sha256: string;
  Offset?: number[];
  AnatomicalOrientation?: string;
}

const { path, missing } = realData('fixtures/metaimage');
const expected = missing ? null : readExpected<{ files: Record<string, Expected>; must_be_refused: object }>(path);
const cases = Object.entries(expected?.files ?? {});
const volumes = cases.filter(([, { dims_xyz, channels }]) => dims_xyz.length < 4 && channels === 1);
const others = cases.filter((example) => !volumes.includes(example));

const filesOf = (name: string, { data }: Pick<Expected, 'data'>) =>
  readFiles(path, data === 'LOCAL' ? [name] : [name, join(dirname(name), data)]);

describe.skipIf(missing)('the MetaImages of other programs', () => {
  it('are all tried here', () => {
    const headers = filesBelow(path).filter((file) => /\.mh[ad]$/.test(file));
    expect([...cases.map(([name]) => name), ...Object.keys(expected!.must_be_refused)].sort()).toEqual(headers.sort());
    expect(volumes.length).toBeGreaterThan(15);
    expect(others.length).toBeGreaterThan(10);
  });

  it.each(cases)('%s holds the numbers it shall', async (name, example) => {
    const image = await parseMetaImage(filesOf(name, example));
    const numbers = await readStoredNumbers(image);
    expect(image.dims).toEqual(example.dims_xyz);
    expect(image.channels).toBe(example.channels);
    expect(sha256(numbers)).toBe(example.sha256);
    let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (const number of numbers) {
      min = Math.min(min, number);
      max = Math.max(max, number);
      sum += number;
    }
    expect([min, max]).toEqual([example.min, example.max]);
    expect(sum / numbers.length).toBeCloseTo(example.mean, 9);
  });

  it.each(volumes)('%s is a volume of its size, spacing and directions', async (name, example) => {
    const volume = await readMetaImage(filesOf(name, example));
    const [x, y, z = 1] = example.dims_xyz;
    expect(volume.shape).toEqual([z, y, x]);
    expect(volume.data).toHaveLength(x! * y! * z);
    const [dx, dy, dz = 1] = example.spacing_xyz;
    expect(volume.spacing).toEqual([dz, dy, dx]);
    expect(volume.source).toBe(name);
    // The letters of MetaImage say where an axis comes from.
    const opposite: Record<string, string> = { R: 'L', L: 'R', A: 'P', P: 'A', I: 'S', S: 'I' };
    const letters = example.AnatomicalOrientation ?? '??';
    expect(volume.storedAs).toBe(letters === '??' ? 'LPS' : [...letters].map((letter) => opposite[letter]).join(''));
  });

  it('mha.mha, whose y runs to the front, is turned', async () => {
    const { affine, storedAs } = await readMetaImage(readFiles(path, ['niivue/mha.mha']));
    const mm = 3.4375000000000009;
    expect(storedAs).toBe('LAS');
    expect(affine).toEqual([
      [mm, 0, 0, -108.28100000000002],
      [0, mm, 0, 82.379500000000007 - 63 * mm],
      [0, 0, 3.7999999999999994, -47.835599999999992],
    ]);
  });

  it.each(others)('%s is refused as a volume', async (name, example) => {
    const problem =
      example.dims_xyz.length > 3
        ? '4 axes of 10 × 11 × 12 × 13 voxels; a volume has three: save the desired one as a separate file'
        : '3 numbers per voxel, as colours have; a scan or a mask has one';
    await expect(readMetaImage(filesOf(name, example))).rejects.toThrow(new CtFileError(name, problem));
  });

  it.each(Object.keys(expected?.must_be_refused ?? {}))('%s is refused', async (name) => {
    const reasons: Record<string, string> = {
      'invalid_utf8.mhd': 'the header has a broken key, "ÿÿCompressedData"',
      'referring_to_system_file.mhd':
        'the data file "/trying/to/get/a/system/file.conf" lies outside the header\'s folder, so it is not opened',
    };
    const missingData = 'the data file "image3x4.zraw" is missing: pass it along with the header';
    const folder = filesBelow(path).filter((file) => dirname(file) === dirname(name) && !/\.mh[ad]$/.test(file));
    await expect(readMetaImage(readFiles(path, [name, ...folder]))).rejects.toThrow(
      new CtFileError(name, reasons[basename(name)] ?? missingData),
    );
  });

  it('fixed.mhd and 2DMRI-T1_brain.mha are the same', async () => {
    const raw = await readMetaImage(readFiles(path, ['elastix/fixed.mhd', 'elastix/fixed.raw']));
    const packed = await readMetaImage(readFiles(path, ['elastix/2DMRI-T1_brain.mha']));
    expect(raw.data).toEqual(packed.data);
  });
});
