import * as fc from 'fast-check';
import { describe, it } from 'vitest';

import { type CtFile, ctFile, readBytes } from '../../../../src/data/ctFile';
import { readVolume } from '../../../../src/data/readVolume';
import type { VolumeHeader } from '../../../../src/data/volume';
import { breakFile, damage, expectTamed, fuzzCases } from '../../../support/fuzz';
import { segFile, structFile } from '../../../support/maskObjects';

const grid: VolumeHeader = {
  shape: [3, 5, 7],
  spacing: [2, 0.9, 0.7],
  affine: [
    [0.7, 0, 0, -10],
    [0, 0.9, 0, 20],
    [0, 0, 2, 0],
  ],
  ...({ kind: 'hu', storedAs: 'LPS', source: 'scan.dcm' } as const),
};

const values = Array.from({ length: 15 }, (_, i) => i % 3);
const frames = [0, 2, 4].map((z) => ({ segment: 1, z, values }));
const unnumbered = frames.map(({ z, values }) => ({ z, values }));
const contour = {
  points: [
    [-10, 20, 0],
    [-8, 20, 0],
    [-8, 22, 0],
    [-10, 22, 0],
  ],
};

/** A mask of at most 4096 slices of 15 voxels, copies of the file, and one of an unpacked frame. */
const mostBytes = 2 ** 20;

const kinds: readonly [string, CtFile][] = [
  ['binary SEG', segFile(frames)],
  ['fractional SEG', segFile(frames, { type: 'FRACTIONAL' })],
  ['label map', segFile(unnumbered, { type: 'LABELMAP' })],
  ['SEG in RLE', segFile(frames, { type: 'FRACTIONAL', rle: true })],
  ['RTSTRUCT', structFile({ Liver: [contour, contour], Spleen: [contour] })],
];

describe('broken masks in DICOM', () => {
  it.each(kinds)('of kind %s give a CtFileError or a mask, in bounds', async (_, file) => {
    const whole = await readBytes(file);
    await fc.assert(
      fc.asyncProperty(damage, fc.boolean(), async (how, onGrid) => {
        const broken = ctFile('broken.dcm', breakFile(whole, how, whole.length));
        const options = { kind: 'label', onNote: null, grid: onGrid ? grid : null } as const;
        await expectTamed(() => readVolume([broken], options), ['broken.dcm'], mostBytes);
      }),
      { numRuns: fuzzCases, seed: 1 },
    );
  });
});
