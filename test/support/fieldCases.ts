import { join } from 'node:path';

import type { CtFile } from '../../src/data/ctFile';
import { ctFiles } from '../../src/node/ctFiles';
import { realData } from './realData';

/** What is right for a small input that people of other tools had trouble with. */
export interface FieldCase {
  /** Path below the fixtures. */
  readonly path: string;
  /** Slices, or the problem if it is refused. */
  readonly right: number | RegExp;
  /** Notes that must be there, in order; all others doubt the values, which are synthetic. */
  readonly notes?: readonly RegExp[];
}

const skipped = (what: string) => new RegExp(`^${what.replaceAll('.', '\\.')} is skipped: `);
const unscaled = /^no slice has a RescaleSlope: stored values are taken for Hounsfield units there$/;

/** The inputs that are read as scans. */
export const fieldCases: readonly FieldCase[] = [
  { path: '01-tilt/dcm', right: 8, notes: [/^every slice is shifted by 1\.71 mm .* as with a tilted gantry$/] },
  {
    path: '02-phases/half',
    right: /several volumes at one place: acquisition 1 \(8 slices\), acquisition 2 \(8 slices\)/,
  },
  {
    path: '02-phases/partial',
    right: /several volumes at one place: acquisition 1 \(8 slices\), acquisition 2 \(4 slices\)/,
  },
  { path: '03-padding/zero', right: 3, notes: [/PixelPaddingValue \(0028,0120\) marks 0 HU as padding/] },
  { path: '04-norescale/missing', right: 3, notes: [unscaled] },
  { path: '04-norescale/empty', right: 3, notes: [unscaled] },
  { path: '05-rtdose/dcm', right: 3, notes: [skipped('RD.dcm')] },
  { path: '06-excess/dcm', right: 3, notes: [/2 bytes longer than 2048/, /126 bytes longer than 2048/] },
  { path: '10-mixed/nii', right: 6, notes: [skipped('liver.nii.gz')] },
  { path: '10-mixed/mhd', right: 6, notes: [skipped('mask.mhd')] },
  { path: '10-mixed/png', right: 6, notes: [skipped('preview.png')] },
  ...['one', 'members', 'zeros', 'junk', 'tiny-first', 'empty-last'].map((name) => ({
    path: `13-gzip/${name}.nii.gz`,
    right: 6,
  })),
  { path: '15-geometry/sform-zero.nii', right: 6, notes: [/the sform has no extent; the qform is used$/] },
  { path: '15-geometry/pixdim3-zero-1slice.nii', right: 1, notes: [/gives no pixdim\[3\]; 1 mm is assumed$/] },
  { path: '15-geometry/2d-pixdim0.nii', right: 1, notes: [/gives no pixdim\[3\]; 1 mm is assumed$/] },
  { path: '27-values/frames-0', right: 3, notes: [/NumberOfFrames \(0028,0008\) is 0; 1 is assumed$/] },
  { path: '27-values/thickness-comma', right: 3, notes: [/SliceThickness \(0018,0050\) is not a number/] },
  { path: '27-values/number-text', right: 3, notes: [/InstanceNumber \(0020,0013\) is not a number/] },
  { path: '27-values/highbit-wrong', right: 3, notes: [/HighBit \(0028,0102\) is 11 of 16 stored bits/] },
  { path: '32-deflated/small', right: 3 },
  { path: '40-irregular', right: 8, notes: [/unevenly spaced, so distances and volumes are approximate/] },
  { path: '41-nopos/one', right: 5, notes: [/^2\.dcm has no position: by its number 3 it lies between/] },
  { path: '41-nopos/all', right: 5, notes: [/sorted by SliceLocation/] },
  { path: '42-dose', right: 4, notes: [skipped('9.dcm')] },
  { path: '51-drift', right: 60 },
  ...['renamed/patient7', 'list/scan', 'numbered/scan'].map((name) => ({ path: `11-mhd/${name}.mhd`, right: 6 })),
];

const data = realData('fixtures/field');

/** Why the inputs are not there; `false`: they are. */
export const noField = data.missing;

/** Path of a file or folder of the inputs. */
export const fieldPath = (path: string): string => join(data.path, path);

/** The files of an input. */
export const fieldFiles = (path: string): Promise<readonly CtFile[]> => ctFiles(fieldPath(path));
