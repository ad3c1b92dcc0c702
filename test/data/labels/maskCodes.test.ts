import { describe, expect, it } from 'vitest';

import { labelTable } from '../../../src/data/labels/labelTable';
import { isIn, maskCoder, numbersOfCodes, undrawn } from '../../../src/data/labels/maskCodes';

const organs = labelTable({ liver: [6, 7], spleen: 1 }, { ignore: 9 });
const lits = labelTable({ liver: [1, 2], tumour: 2 });

describe('maskCoder', () => {
  it('gives exclusive labels their number in the table', () => {
    expect(maskCoder(organs)(Uint8Array.of(0, 1, 6, 7, 5))).toEqual({
      mask: Uint8Array.of(0, 2, 1, 1, 0),
      labels: [1, 5, 6, 7],
    });
  });

  it('gives regions a bit each', () => {
    expect(maskCoder(lits)(Int16Array.of(0, 1, 2, 3)).mask).toEqual(Uint8Array.of(0, 1, 3, 0));
  });

  it('marks pixels that nobody has drawn', () => {
    expect(maskCoder(organs)(Uint8Array.of(9, 6)).mask).toEqual(Uint8Array.of(undrawn, 1));
  });

  it('looks names up in the file, in any case', () => {
    const segments = [
      { value: 4, name: 'Liver', color: null },
      { value: 2, name: 'Lesion', color: null },
    ];
    const table = labelTable({ liver: ['liver', 'lesion'], tumour: 'lesion' });
    expect(maskCoder(table, segments, 'a.seg.nrrd')(Uint8Array.of(0, 4, 2)).mask).toEqual(Uint8Array.of(0, 1, 3));
  });

  it('refuses names that the file does not have', () => {
    expect(() => maskCoder(labelTable({ liver: 'liver' }), [], 'a.nii')).toThrow(
      'a.nii: it names no segments, so liver cannot be found',
    );
  });

  it('refuses a name and a number of two labels that mean the same segment', () => {
    const table = labelTable({ a: 4, b: 'Liver' });
    expect(() => maskCoder(table, [{ value: 4, name: 'Liver', color: null }], 'a.seg.nrrd')).toThrow(
      'a.seg.nrrd: two labels of the table mean its number 4',
    );
  });
});

describe('numbersOfCodes', () => {
  it('restores the numbers of exclusive labels', () => {
    const numbers = numbersOfCodes(organs);
    expect([0, 1, 2, 3, undrawn].map((code) => numbers[code])).toEqual([0, 6, 1, 0, 9]);
  });

  it('writes the number of the later region where several overlap', () => {
    const numbers = numbersOfCodes(labelTable({ a: 5, b: 6, c: 7 }, { regions: true }));
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((code) => numbers[code])).toEqual([0, 5, 6, 6, 7, 7, 7, 7]);
  });

  it('writes the number that means just these regions, if there is one', () => {
    const numbers = numbersOfCodes(labelTable({ a: [1, 3], b: [2, 3] }));
    expect([0, 1, 2, 3].map((code) => numbers[code])).toEqual([0, 1, 2, 3]);
  });

  it('restores every number that a table reads', () => {
    const { mask } = maskCoder(lits)(Uint8Array.of(0, 1, 2));
    expect([...mask].map((code) => numbersOfCodes(lits)[code])).toEqual([0, 1, 2]);
  });
});

describe('isIn', () => {
  it('asks the bit of a region, and the number of a class', () => {
    expect([0, 1].map((index) => isIn(lits, 3, index))).toEqual([true, true]);
    expect([0, 1].map((index) => isIn(lits, 1, index))).toEqual([true, false]);
    expect([0, 1].map((index) => isIn(organs, 2, index))).toEqual([false, true]);
  });

  it('knows nothing of pixels that nobody has drawn', () => {
    expect([0, 1].map((index) => isIn(organs, undrawn, index))).toEqual([false, false]);
    expect([0, 1].map((index) => isIn(lits, undrawn, index))).toEqual([false, false]);
  });
});
