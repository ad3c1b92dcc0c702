import { describe, expect, it } from 'vitest';

import { labelsOf } from '../../../src/data/labels/labelsOf';

const refusal = (values: Parameters<typeof labelsOf>[0]) => {
  try {
    labelsOf(values, 'x.nii');
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('labelsOf', () => {
  it.each([Uint8Array.of(0, 255), Int16Array.of(0, 6), Uint32Array.of(0, 2 ** 31)])(
    'keeps integers of %o',
    (labels) => {
      expect(labelsOf(labels, 'x.nii')).toBe(labels);
    },
  );

  it('rounds floats within 0.001 of whole numbers', () => {
    expect(labelsOf(Float64Array.of(0, 1.0000001, 5.9991, -0.0009), 'x.nii')).toEqual(Uint8Array.of(0, 1, 6, 0));
    expect(labelsOf(Float32Array.of(0, 300), 'x.nii')).toEqual(Int32Array.of(0, 300));
  });

  it('refuses fractions, as in soft and resampled masks', () => {
    expect(refusal(Float32Array.of(0, 0.25, 1, 0.75))).toBe(
      'x.nii: 2 of 4 voxels of the mask are not labels, such as 0.25; labels are whole numbers of at least 0. Save the ' +
        'mask with whole numbers, for instance 1 where it is 0.5 or more, and resample masks by nearest neighbour',
    );
  });

  it('refuses negative labels, which are labels above 127 in the wrong type', () => {
    expect(refusal(Int8Array.of(0, -1, -1))).toBe(
      'x.nii: 2 of 3 voxels of the mask are not labels, such as -1; labels are whole numbers of at least 0. Labels above ' +
        '127 need uint8: save the mask in it',
    );
    expect(refusal(Int16Array.of(-1, 40))).toBe(
      'x.nii: 1 of 2 voxels of the mask are not labels, such as -1; labels are whole numbers of at least 0. Save the mask ' +
        'with 0 for background and whole numbers for organs',
    );
  });

  it('refuses a scan in place of its mask', () => {
    expect(refusal(Int16Array.of(-1024, 40))).toBe(
      'x.nii: 1 of 2 voxels of the mask are not labels, such as -1024; labels are whole numbers of at least 0. Values so ' +
        'low are those of a scan: give its mask',
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 40])('refuses %f', (value) => {
    expect(refusal(Float64Array.of(1, value))).toContain(`1 of 2 voxels of the mask are not labels, such as ${value}`);
  });
});
