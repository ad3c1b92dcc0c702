import { describe, expect, it } from 'vitest';

import { chooseSegments } from '../../../src/data/segments/chooseSegments';
import { mergeSegments } from '../../../src/data/segments/mergeSegments';
import type { Segment } from '../../../src/data/segments/segment';

const liver: Segment = { value: 1, name: 'Liver', color: null };
const tumour: Segment = { value: 2, name: 'Tumour', color: [255, 0, 0] };
const spleen: Segment = { value: 300, name: 'Spleen', color: null };

describe('chooseSegments', () => {
  const choose = (wanted: readonly (string | number)[] | null) =>
    chooseSegments([liver, tumour, spleen], wanted, 'a.dcm');

  it('takes all segments without a choice', () => {
    expect(choose(null)).toEqual([liver, tumour, spleen]);
  });

  it('takes names in any case, and numbers', () => {
    expect(choose(['LIVER', 300])).toEqual([liver, spleen]);
  });

  it('lists the segments of the file if one is missing', () => {
    expect(() => choose(['kidney'])).toThrow(
      'a.dcm: there is no segment kidney; the file has Liver (1), Tumour (2) and Spleen (300)',
    );
    expect(() => chooseSegments([], [1], 'a.dcm')).toThrow(
      'a.dcm: it names no segments, so 1 cannot be found. Choose the labels by their numbers',
    );
  });

  it('lists at most twelve segments', () => {
    const many = Array.from({ length: 15 }, (_, i) => ({ value: i + 1, name: `S${i + 1}`, color: null }));
    expect(() => chooseSegments(many, ['x'], 'a.dcm')).toThrow(/S11 \(11\), S12 \(12\) and 3 more$/);
  });

  it('refuses what is no list of names and numbers', () => {
    expect(() => choose([])).toThrow(/`segments` must be a list of names or numbers of segments; received \[\]/);
    expect(() => choose([0.5])).toThrow(/`segments` must be a list of names or numbers of segments/);
  });
});

describe('mergeSegments', () => {
  it('gives each voxel the value of its segment', () => {
    const { paint, labels } = mergeSegments(4, [liver, tumour], 'error', 'a.dcm');
    paint(0, liver);
    paint(0, liver);
    paint(2, tumour);
    expect(labels()).toEqual({ data: Uint8Array.of(1, 0, 2, 0) });
  });

  it('has room for values above 255', () => {
    const { paint, labels } = mergeSegments(2, [spleen], 'error', 'a.dcm');
    paint(1, spleen);
    expect(labels()).toEqual({ data: Uint16Array.of(0, 300) });
  });

  it('refuses segments that overlap', () => {
    const { paint, labels } = mergeSegments(3, [liver, tumour], 'error', 'a.dcm');
    for (const index of [0, 1, 2]) paint(index, liver);
    for (const index of [1, 2]) paint(index, tumour);
    expect(labels).toThrow(
      "a.dcm: the segments Liver (1) and Tumour (2) share 2 voxels, but a voxel of a mask has one label. Keep both in the codes of the mask with `overlap: 'codes'`, or let the labels of a data set be regions with `labelTable(labels, { regions: true })`, or if only their union counts, give shared voxels to the first with `overlap: 'first'`",
    );
  });

  it('gives shared voxels to the first segment of the list, whatever is drawn first', () => {
    const { paint, labels } = mergeSegments(3, [liver, tumour], 'first', 'a.dcm');
    paint(0, tumour);
    paint(1, tumour);
    for (const index of [1, 2]) paint(index, liver);
    paint(2, tumour);
    expect(labels()).toEqual({ data: Uint8Array.of(2, 1, 1) });
  });

  it('keeps shared voxels in codes, and gives them to the last segment of the list', () => {
    const { paint, labels } = mergeSegments(4, [liver, tumour, spleen], 'codes', 'a.dcm');
    for (const index of [1, 2]) paint(index, spleen);
    for (const index of [0, 1]) paint(index, liver);
    paint(1, tumour);
    expect(labels()).toEqual({ data: Uint16Array.of(1, 300, 300, 0), codes: Uint8Array.of(1, 7, 4, 0) });
  });

  it('makes no codes if nothing is shared', () => {
    const { paint, labels } = mergeSegments(2, [liver, tumour], 'codes', 'a.dcm');
    paint(1, tumour);
    expect(labels()).toEqual({ data: Uint8Array.of(0, 2) });
  });

  it('refuses more than 7 segments that overlap', () => {
    const many = Array.from({ length: 8 }, (_, i) => ({ value: i + 1, name: `S${i + 1}`, color: null }));
    const { paint, labels } = mergeSegments(1, many, 'codes', 'a.dcm');
    paint(0, many[0]!);
    paint(0, many[7]!);
    expect(labels).toThrow(
      "a.dcm: the segments S1 (1) and S8 (8) share 1 voxel, but a voxel of a mask has one label, and codes keep at most 7 segments. Read one of them, or at most 7 segments, at a time with `segments`, or if only their union counts, give shared voxels to the first with `overlap: 'first'`",
    );
  });
});
