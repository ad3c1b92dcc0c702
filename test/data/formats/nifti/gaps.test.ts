import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../../src/data/ctFile';
import { openNifti } from '../../../../src/data/formats/nifti/readNifti';
import { type NiftiSetup, niftiFile } from '../../../support/niftiFile';

const open = (setup: NiftiSetup) => openNifti([ctFile('x.nii', niftiFile(setup))]);
const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

describe('a gap in a NIfTI header', () => {
  it('an sform of zeros gives way to the qform', async () => {
    const { header, notes } = await open({
      sform: new Array(12).fill(0),
      qform: [0, 0, 0, 10, 20, 30],
      pixdim: [1, 2, 3, 4],
    });
    expect(header.spacing).toEqual([4, 3, 2]);
    expect(header.storedAs).toBe('RAS');
    expect(notes).toEqual(['x.nii: the sform has no extent; the qform is used']);
  });

  it('a step of 0 or NaN counts as 1 mm', async () => {
    for (const step of [0, Number.NaN]) {
      const { header, notes } = await open({ sform: [], dim: [2, 4, 2], pixdim: [1, 2, 3, step] });
      expect(header.spacing).toEqual([1, 3, 2]);
      expect(notes).toEqual(['x.nii: the header gives no pixdim[3]; 1 mm is assumed']);
    }
  });

  it('a step of 0 that the sform replaces needs no note', async () => {
    expect((await open({ pixdim: [1, 0, 0, 0] })).notes).toEqual([]);
  });

  it('a single slice whose sform has no third step is 1 mm thick, along its normal', async () => {
    const { header } = await open({ dim: [2, 4, 2], sform: [0, 2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0] });
    expect(header.spacing).toEqual([1, 2, 2]);
    expect(header.affine[2]![2]).toBe(1);
  });

  it('a fourth axis of length 0 counts as one volume', async () => {
    expect((await open({ dim: [4, 2, 2, 2, 0, 1, 1, 1] })).header.shape).toEqual([2, 2, 2]);
  });

  it('an intercept that is no number counts as 0', async () => {
    const { notes, readVolume } = await open({ slope: 2, intercept: Number.NaN });
    expect([...(await readVolume()).data]).toEqual([8, 6, 4, 2, 16, 14, 12, 10]);
    expect(notes).toEqual(['x.nii: scl_inter is NaN; 0 is assumed']);
  });
});

describe('sform and qform', () => {
  it('that place voxels apart are noted', async () => {
    const { header, notes } = await open({ sform: identity, qform: [0, 0, 0, 0, 0, 2.5] });
    expect(header.affine[2]![3]).toBe(0);
    expect(notes).toEqual(['x.nii: sform and qform place voxels up to 2.5 mm apart; the sform is used']);
  });

  it('that agree up to rounding need no note', async () => {
    expect((await open({ sform: identity, qform: [0, 0, 0, 0, 0.05, 0] })).notes).toEqual([]);
  });
});
