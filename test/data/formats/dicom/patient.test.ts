import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readDicomSeries } from '../../../../src/data/formats/dicom/readDicomSeries';
import { readExpected, readFiles, realData, sha256 } from '../../../support/realData';

interface Expected {
  slices: number;
  rows: number;
  columns: number;
  pixel_spacing: number[];
  z_step: number;
  hu: { sha256_int16le: string };
  masks: Record<string, { sha256_uint8: string }>;
}

const { path: folder, missing } = realData('data/3dircadb');
const read = (part: string) => readFiles(join(folder, '3Dircadb1.17', part));

describe.skipIf(missing)('a patient of 3D-IRCADb-01', () => {
  const expected = missing ? null : readExpected<Expected>(folder);

  it('has the expected Hounsfield units and place', async () => {
    const { volume, notes } = await readDicomSeries(read('PATIENT_DICOM'));
    const { slices, rows, columns, pixel_spacing, z_step, hu } = expected!;
    expect(notes).toEqual([]);
    expect([volume.shape, sha256(volume.data)]).toEqual([[slices, rows, columns], hu.sha256_int16le]);
    expect(volume.spacing[0]).toBeCloseTo(z_step, 6);
    expect(volume.spacing.slice(1)).toEqual(pixel_spacing);
    expect(volume.source).toBe('image_78');
  });

  it.each(['liver', 'livertumor1', 'livertumor2'])('has the expected mask: %s', async (organ) => {
    const { volume } = await readDicomSeries(read(`MASKS_DICOM/${organ}`), { kind: 'label' });
    const mask = Uint8Array.from(volume.data, (value) => Number(value > 0));
    expect(sha256(mask)).toBe(expected!.masks[organ]!.sha256_uint8);
  });
});
