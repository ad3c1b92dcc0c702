import { describe, expect, it } from 'vitest';

import { elementsOf } from '../../../../src/data/formats/dicom/elements';
import { parseWhole } from '../../../../src/data/formats/dicom/readDicomHeader';
import { roisOf } from '../../../../src/data/formats/dicom/structures/roi';
import { type ReadVolumeOptions, readVolume } from '../../../../src/data/readVolume';
import type { VolumeHeader } from '../../../../src/data/volume';
import { readExpected, readFiles, realData } from '../../../support/realData';

interface ExpectedSeg {
  segments: { number: number; label: string }[];
  bySegment: Record<string, { nonzero: number; positions: number[][] }>;
}
interface ExpectedStructures {
  rois: { name: string; contours: number; points: number }[];
}

const segs = realData('fixtures/dicom-seg');
const structs = realData('fixtures/rtstruct');
const read = (folder: string, name: string, options: ReadVolumeOptions) =>
  readVolume(readFiles(folder, [name]), { kind: 'label', onNote: null, ...options });

describe.skipIf(segs.missing)('DICOM SEG of highdicom', () => {
  const { conventions, ...expected } = segs.missing
    ? { conventions: '' }
    : readExpected<Record<string, ExpectedSeg>>(segs.path);
  const patients = Object.entries(expected as Record<string, ExpectedSeg>).filter(([name]) => name.includes('_ct_'));

  it.each(patients)('%s has its segments, voxels and positions', async (name, { segments, bySegment }) => {
    for (const { number, label } of segments) {
      const mask = await read(segs.path, name, { segments: [label] });
      const { positions } = bySegment[number]!;
      const hard = name.replace('true_fractional', 'binary_fractional'); // half of the maximum is where it was cut
      expect([...mask.data].filter((value) => value === number).length).toBe(
        (expected as Record<string, ExpectedSeg>)[hard]!.bySegment[number]!.nonzero,
      );
      const [x, y, z] = positions[0]!;
      expect(mask.affine.map(([, , , offset]) => offset)).toEqual([x, y, z]);
      const heights = positions.map((position) => Math.round((position[2]! - z!) / mask.spacing[0]));
      expect(mask.shape[0]).toBe(heights.at(-1)! + 1);
    }
  });

  it('of microscopy is refused', async () => {
    await expect(read(segs.path, 'seg_image_sm_control_labelmap.dcm', {})).rejects.toThrow(
      'those of microscopy have none',
    );
  });
});

describe.skipIf(structs.missing)('RTSTRUCT of rt-utils', () => {
  it.each(['rt.dcm', 'dummy_rt.dcm'])('%s has its regions, contours and points', async (name) => {
    const { data } = await parseWhole(readFiles(structs.path, [name])[0]!);
    const rois = roisOf(
      elementsOf(data, name, () => {}),
      name,
      () => {},
    );
    const found = rois.map((roi) => {
      const contours = roi.readContours(() => {});
      return { name: roi.name, contours: contours.length, points: contours.flat().length };
    });
    expect(found).toEqual(readExpected<Record<string, ExpectedStructures>>(structs.path)[name]!.rois);
  });

  /** Voxels of 0.5 mm around the regions, none of whose centres lies on a contour. */
  const grid: VolumeHeader = {
    shape: [3, 400, 400],
    spacing: [5, 0.5, 0.5],
    affine: [
      [0.5, 0, 0, -99.75],
      [0, 0.5, 0, -99.75],
      [0, 0, 5, 60],
    ],
    ...({ kind: 'hu', storedAs: 'LPS', source: 'scan' } as const),
  };

  it('is filled by the even–odd rule: a square of 24 mm with an octagonal hole', async () => {
    const { data } = await read(structs.path, 'rt.dcm', { grid });
    const hole = 15 * 15 - 0.5; // the square from −47 to −32 without a corner of 1 mm by 1 mm
    const area = [...data].filter((value) => value === 1).length / 4;
    expect(Math.abs(area - (24 * 24 - hole))).toBeLessThan(0.5);
  });

  it('fills each region with the area of its contours', async () => {
    const mask = await read(structs.path, 'dummy_rt.dcm', { grid });
    const file = readFiles(structs.path, ['dummy_rt.dcm'])[0]!;
    const rois = roisOf(
      elementsOf((await parseWhole(file)).data, file.name, () => {}),
      file.name,
      () => {},
    );
    for (const { value, readContours } of rois) {
      const area = readContours(() => {}).reduce((sum, contour) => sum + areaOf(contour), 0);
      const filled = [...mask.data].filter((label) => label === value).length / 4;
      expect(Math.abs(filled - area) / area).toBeLessThan(0.05);
    }
  });
});

function areaOf(contour: readonly (readonly [number, number, number])[]): number {
  const doubled = contour.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = contour[(i + 1) % contour.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(doubled) / 2;
}
