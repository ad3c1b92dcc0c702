import { describe, expect, it } from 'vitest';

import { joinTables } from '../../../src/data/labels/joinTables';
import { labelNotes } from '../../../src/data/labels/labelNotes';
import { labelTable } from '../../../src/data/labels/labelTable';
import { labelTableJson } from '../../../src/data/labels/labelTableJson';
import { numbersOfCodes } from '../../../src/data/labels/maskCodes';
import { numberedMask } from '../../../src/data/labels/numberedMask';
import { writingOrder } from '../../../src/data/labels/regionOrder';
import { smallVolume } from '../../support/volumes';

const names = { a: 5, b: 6, c: 7 };
const table = labelTable(names, { regions: true, regionOrder: ['c', 'a', 'b'] });
const numbers = (of: typeof table) => numbersOfCodes(of).slice(0, 2 ** of.labels.length);

describe('regionOrder', () => {
  it('says which region is written where several overlap', () => {
    expect(numbers(table)).toEqual([0, 5, 6, 6, 7, 5, 6, 6]);
    expect(writingOrder(table)).toEqual([2, 0, 1]);
  });

  it('leaves channels, colours and codes in the order of the labels', () => {
    const { labels, regionOrder } = table;
    expect(labels).toEqual(labelTable(names, { regions: true }).labels);
    expect(regionOrder).toEqual(['c', 'a', 'b']);
    const data = Uint8Array.from({ length: 24 }, (_, i) => [1, 3, 5, 6][i] ?? 0);
    const mask = numberedMask({ ...smallVolume({ data, kind: 'label' }), data }, table);
    expect([...mask.data.subarray(0, 5)]).toEqual([5, 6, 5, 6, 0]);
    expect([mask.codes, mask.segments!.map(({ name }) => name)]).toEqual([data, ['a', 'b', 'c']]);
  });

  it('goes before a number that means just some regions', () => {
    expect(numbers(labelTable({ liver: [1, 2], tumour: 2 }, { regionOrder: ['tumour', 'liver'] }))).toEqual([
      ...[0, 1, 3, 1],
    ]);
    expect(numbers(labelTable({ a: [1, 3], b: [2, 3] }))).toEqual([0, 1, 2, 3]);
    expect(numbers(labelTable({ a: [1, 3], b: [2, 3] }, { regionOrder: ['a', 'b'] }))).toEqual([0, 1, 2, 2]);
  });

  it('gives a shared number to the region that is written last', () => {
    const { labels } = labelTable({ tumour: 2, liver: [1, 2] }, { regionOrder: ['liver', 'tumour'] });
    expect(labels.map(({ value }) => value)).toEqual([2, 1]);
  });

  it('survives JSON, and tables without it are as before', () => {
    expect(labelTableJson(JSON.parse(JSON.stringify(table)), '')).toEqual(table);
    const plain = labelTable(names, { regions: true });
    expect(Object.keys(plain)).toEqual(['labels', 'regions', 'mirrored', 'ignore', 'partial']);
    const text = JSON.stringify(plain);
    expect(JSON.stringify(labelTableJson(JSON.parse(text), ''))).toBe(text);
  });

  it('is noted', () => {
    expect(labelNotes(table)[1]).toBe(
      'where a voxel of a mask holds one number, regions are written in the order c, a, b, later over earlier',
    );
  });

  it('of a joined table follows its tables', () => {
    const other = labelTable({ d: 1, a: 2 }, { regions: true });
    expect(joinTables([table, other])!.regionOrder).toEqual(['c', 'a', 'b', 'd']);
    expect(joinTables([other, labelTable({ d: 1 }, { regions: true })])!.regionOrder).toBeUndefined();
    expect(joinTables([other, table])!.regionOrder).toEqual(['c', 'a', 'b', 'd']);
  });

  it('of tables that contradict each other is refused', () => {
    const turned = labelTable({ a: 1, c: 2 }, { regions: true, regionOrder: ['a', 'c'] });
    expect(() => joinTables([table, turned])).toThrow('without two orders of regions that contradict each other');
  });

  it.each([
    [['a', 'b'], 'a list of a, b, c, each once; received ["a","b"]'],
    [['a', 'b', 'b'], 'a list of a, b, c, each once; received ["a","b","b"]'],
    [['a', 'b', 'd'], 'a list of a, b, c, each once; received ["a","b","d"]'],
    ['abc', 'a list of a, b, c, each once; received "abc"'],
  ])('refuses %j', (regionOrder, words) => {
    expect(() => labelTable(names, { regions: true, regionOrder: regionOrder as string[] })).toThrow(
      new RangeError(`labelTable: \`regionOrder\` must be ${words}`),
    );
  });

  it('is refused for exclusive labels', () => {
    expect(() => labelTable(names, { regionOrder: ['a', 'b', 'c'] })).toThrow(
      new RangeError(
        'labelTable: `regionOrder` must be left out for exclusive labels, which do not overlap; received ["a","b","c"]',
      ),
    );
  });
});
