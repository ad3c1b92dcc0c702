import { expect, it } from 'vitest';

import { labelTable } from '../../../src/data/labels/labelTable';
import { codedPair, masksOfLabel } from '../../../src/metrics/classes/codedPair';
import type { Mask } from '../../../src/metrics/mask';

const mask = (data: number[], codes?: number[]): Mask => ({
  data,
  shape: [1, data.length],
  spacing: null,
  ...(codes && { codes: Uint8Array.from(codes) }),
});
const regions = labelTable({ liver: [1, 2], tumour: 2 }, { ignore: 9 });
const organs = labelTable({ liver: 6, spleen: 1 });

it('numbers of files become codes, unless a mask has codes', () => {
  const { truth, prediction } = codedPair(
    'f',
    regions,
    mask([0, 1, 2, 9, 7]),
    mask([0, 0, 0, 0, 0], [0, 1, 2, 3, 255]),
  );
  expect([...truth]).toEqual([0, 1, 3, 255, 0]);
  expect([...prediction]).toEqual([0, 1, 2, 3, 255]);
});

it('the masks of a label are empty where nobody has drawn the ground truth; an undrawn prediction is background', () => {
  const pair = codedPair('f', regions, mask([1, 2, 9, 9, 1]), mask([0, 0, 0, 0, 0], [2, 3, 3, 0, 255]));
  expect(masksOfLabel(regions, 0, pair)).toEqual({
    truth: Uint8Array.of(1, 1, 0, 0, 1),
    prediction: Uint8Array.of(0, 1, 0, 0, 0),
  });
  expect(masksOfLabel(regions, 1, pair)).toEqual({
    truth: Uint8Array.of(0, 1, 0, 0, 0),
    prediction: Uint8Array.of(1, 1, 0, 0, 0),
  });
});

it('codes are those of the table, one for each voxel', () => {
  const good = mask([6, 1]);
  expect(() => codedPair('f', organs, good, mask([0, 0], [1, 3]))).toThrow(
    new RangeError('f: `prediction.codes` must be codes of the table: from 0 to 2, or 255; received 3'),
  );
  expect(() => codedPair('f', regions, mask([0, 0], [4, 0]), good)).toThrow(
    new RangeError('f: `truth.codes` must be codes of the table: from 0 to 3, or 255; received 4'),
  );
  expect(() => codedPair('f', organs, good, mask([0, 0], [1]))).toThrow(
    new RangeError('f: `prediction.codes` must be as long as the data (2); received 1'),
  );
});

const segments = (...names: string[]) => ({ segments: names.map((name, i) => ({ name, value: i + 1 })) });

it('segments that a table names are found by their names, or those of the labels', () => {
  const named = labelTable({ liver: ['Leber', 'Tumor'], tumour: 'tumor' });
  const file = { ...mask([0, 1, 2, 3]), ...segments('Tumor', 'LEBER', 'bone') };
  const ours = { ...mask([0, 1, 2, 3]), ...segments('liver', 'tumour') };
  const { truth, prediction } = codedPair('f', named, file, ours);
  expect([...truth]).toEqual([0, 3, 1, 0]);
  expect([...prediction]).toEqual([0, 1, 2, 0]);
  expect(() => codedPair('f', named, { ...file, ...segments('Tumor') }, file)).toThrow(
    'f: `truth.segments` must be with one called Leber, as the table names it; received ["Tumor"]',
  );
  expect(() => codedPair('f', named, mask([1]), file)).toThrow('`truth.segments` must be with one called Leber');
});

it('without segments, classes have the numbers of written masks', () => {
  const named = labelTable({ spleen: 'Milz', liver: 'Leber', kidney: 1 });
  expect(named.labels.map(({ value }) => value)).toEqual([2, 3, 1]);
  expect([...codedPair('f', named, mask([0, 1, 2, 3]), mask([0, 0, 0, 0])).truth]).toEqual([0, 3, 1, 2]);
});

it('bits of other segments than those of the table are looked up by their names and numbers', () => {
  const file = { ...mask([2, 1, 3, 0], [3, 1, 4, 255]), ...segments('tumour', 'liver', 'bone') };
  const named = labelTable({ liver: 'Liver', tumour: 'TUMOUR' }, { regions: true });
  expect([...codedPair('f', named, file, file).truth]).toEqual([3, 2, 0, 255]);
  expect([...codedPair('f', regions, file, file).truth]).toEqual([3, 1, 0, 255]);
});

it('segments that overlap cannot be exclusive labels', () => {
  const file = { ...mask([2], [3]), ...segments('spleen', 'liver') };
  expect(() => codedPair('f', labelTable({ liver: 2, spleen: 1 }), file, file)).toThrow(
    new RangeError('f: `truth.codes` must be of segments apart, as the labels of the table are exclusive; received 3'),
  );
});
