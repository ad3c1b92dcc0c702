import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { CtFileError } from '../../../../src/data/ctFileError';
import { parseNifti, readNifti, readNiftiHeader } from '../../../../src/data/formats/nifti/readNifti';
import { type Grid, reorient } from '../../../../src/data/orientation';
import { readStoredNumbers, rescale } from '../../../../src/data/stored/readStored';
import type { Affine } from '../../../../src/data/volume';
import { filesBelow, readExpected, readFiles, realData, sha256 } from '../../../support/realData';

interface Expected {
  shape: number[];
  spacing: number[];
  axis_codes: string;
  dtype: string;
  endianness?: string;
  scl_slope: number;
  scl_inter: number;
  affine: number[][];
  min: number;
  max: number;
  mean: number;
  non_finite_values?: number;
  sha256_stored: string;
  canonical?: { shape: number[]; affine: number[][]; sha256_scaled_float32: string };
}

const { path, missing } = realData('fixtures/nifti');
const load = (folder: string) =>
  missing ? {} : readExpected<{ files: Record<string, Expected> }>(join(path, folder)).files;
const orientations = Object.entries(load('orientations'));
const cases = [
  ...Object.entries(load('.')),
  ...orientations.map(([name, example]): [string, Expected] => [`orientations/${name}`, example]),
];
const volumes = cases.filter(([, { shape }]) => shape.slice(3).every((length) => length === 1));
const others = cases.filter((example) => !volumes.includes(example));

const filesOf = (name: string) =>
  readFiles(path, name.includes('.hdr') ? [name, name.replace('.hdr', '.img')] : [name]);

describe.skipIf(missing)('the NIfTI files of other programs', () => {
  it('are all tried here', () => {
    const files = filesBelow(path).filter((file) => !/json$|\.img|not-nifti/.test(file));
    expect(cases.map(([name]) => name).sort()).toEqual(files.sort());
    expect(volumes.length).toBeGreaterThan(35);
    expect(others).toHaveLength(4);
  });

  it.each(cases)('%s holds the numbers it shall', async (name, example) => {
    const { image } = await parseNifti(filesOf(name));
    const stored = await readStoredNumbers(image);
    expect(image.dims).toEqual(example.shape);
    expect(image.type).toBe(example.dtype);
    if (example.endianness) expect(image.bigEndian).toBe(example.endianness === 'big');
    expect(sha256(stored)).toBe(example.sha256_stored);
    const { min, max, mean, others } = summary(stored, example.scl_slope, example.scl_inter);
    expect([min, max]).toEqual([example.min, example.max]);
    expect(mean).toBeCloseTo(example.mean, 5);
    expect(others).toBe(example.non_finite_values ?? 0);
    expect(rescale(stored, image) === stored).toBe(example.scl_slope === 1 && example.scl_inter === 0);
    expectAffine(toRas(image.affine), example.affine);
  });

  it.each(volumes)('%s is a volume of its size, spacing and directions', async (name, example) => {
    const header = await readNiftiHeader(filesOf(name));
    expect(header.storedAs).toBe(example.axis_codes);
    const along = (axes: string) => [...example.axis_codes].findIndex((letter) => axes.includes(letter));
    const order = [along('SI'), along('PA'), along('LR')];
    expect(header.shape).toEqual(order.map((axis) => example.shape[axis]));
    // Steps of the affine, which the spacing of the header may contradict where it is sheared.
    const steps = [0, 1, 2].map((axis) => Math.hypot(...example.affine.map((row) => row[axis]!)));
    for (const [i, mm] of header.spacing.entries()) expect(mm).toBeCloseTo(steps[order[i]!]!, 5);
    expect(header.kind).toBe('hu');
    const { data, ...rest } = await readNifti(filesOf(name));
    expect(rest).toEqual(header);
    expect(data).toHaveLength(example.shape.reduce((product, dim) => product * dim));
  });

  it.each(orientations)('orientations/%s is the head of all others', async (name, { canonical }) => {
    const { data, shape, affine } = await readNifti(filesOf(`orientations/${name}`));
    const volume: Grid = { data, size: [shape[2], shape[1], shape[0]], affine };
    const ras = reorient(volume, 'RAS');
    expect(ras.size).toEqual(canonical!.shape);
    expectAffine(toRas(ras.affine), canonical!.affine);
    expect(sha256(ras.data)).toBe(canonical!.sha256_scaled_float32);
  });

  it.each([
    ['nifti-reader-js/big.nii.gz', 'nifti-reader-js/little.nii.gz'],
    ['nifti-reader-js/air.hdr.gz', 'nifti-reader-js/air2.hdr.gz'],
    ['grand-challenge/image10x11x12.nii', 'grand-challenge/image10x11x12.nii.gz'],
  ])('%s and %s hold the same', async (one, other) => {
    expect((await readNifti(filesOf(one))).data).toEqual((await readNifti(filesOf(other))).data);
  });

  it.each(others)('%s is refused as a volume', async (name, { shape }) => {
    await expect(readNifti(filesOf(name))).rejects.toThrow(
      new CtFileError(
        name,
        `${shape.length} axes of ${shape.join(' × ')} voxels; a volume has three: save the one that is wanted as a file of its own`,
      ),
    );
  });

  it('not-nifti.nii is refused', async () => {
    const name = 'nifti-reader-js/not-nifti.nii';
    await expect(readNifti(filesOf(name))).rejects.toThrow(
      new CtFileError(name, 'no NIfTI header: its size must be 348 with n+1 or ni1, or 540 with n+2 or ni2'),
    );
  });
});

function summary(stored: ArrayLike<number>, slope: number, intercept: number) {
  let [min, max, sum, others] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let i = 0; i < stored.length; i++) {
    const value = stored[i]! * slope + intercept;
    if (!Number.isFinite(value)) {
      others++;
      continue;
    }
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  return { min, max, mean: sum / (stored.length - others), others };
}

function toRas([left, back, head]: Affine): number[][] {
  return [left.map((mm) => -mm), back.map((mm) => -mm), [...head]];
}

function expectAffine(affine: number[][], expected: number[][]): void {
  for (const [i, mm] of affine.flat().entries()) expect(mm).toBeCloseTo(expected.flat()[i]!, 5);
}
