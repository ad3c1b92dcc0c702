import { describe, expect, it } from 'vitest';

import { channelsOf, type Labels, labelTable } from '../../../src/data/labels/labelTable';

const valuesOf = (labels: Labels) => labelTable(labels).labels.map(({ value }) => value);

describe('labelTable', () => {
  it('keeps names, numbers and their order, without the background', () => {
    const { labels, regions, ignore, partial } = labelTable({ background: 0, spleen: 3, liver: [6, 7] });
    expect(labels.map(({ name, from }) => [name, from])).toEqual([
      ['spleen', [3]],
      ['liver', [6, 7]],
    ]);
    expect([regions, ignore, partial]).toEqual([false, null, false]);
  });

  it('takes labels that share a number for regions', () => {
    expect(labelTable({ liver: [1, 2], tumour: [2] }).regions).toBe(true);
    expect(labelTable({ liver: ['Liver', 'Lesion'], tumour: 'lesion' }).regions).toBe(true);
  });

  it('makes regions of labels that share nothing if asked to', () => {
    expect(labelTable({ body: 1, ptv: 2 }, { regions: true }).regions).toBe(true);
  });

  it('writes the number that a label has for itself', () => {
    expect(valuesOf({ liver: [1, 2], tumour: 2 })).toEqual([1, 2]);
    expect(valuesOf({ whole: [1, 2, 4], core: [1, 4], enhancing: 4 })).toEqual([2, 1, 4]);
  });

  it('writes the least free number for a label without one', () => {
    expect(valuesOf({ liver: 'Liver', spleen: 1, lesion: 'Lesion' })).toEqual([2, 1, 3]);
    expect(valuesOf({ a: [1, 2], b: [1, 2] })).toEqual([3, 1]);
  });

  it('guesses mirror images by their names', () => {
    expect(labelTable({ kidney_right: 2, kidney_left: 3, liver: 1 }).mirrored).toEqual([
      ['kidney_right', 'kidney_left'],
    ]);
    expect(labelTable({ 'Left Lung': 1, 'right lung': 2, lung_l: 3, lung_r: 4 }).mirrored).toEqual([
      ['Left Lung', 'right lung'],
      ['lung_l', 'lung_r'],
    ]);
    expect(labelTable({ liver: 1, river: 2 }).mirrored).toEqual([]);
  });

  it('takes the mirror images that it is given, or none', () => {
    expect(labelTable({ a: 1, b: 2 }, { mirrored: [['b', 'a']] }).mirrored).toEqual([['b', 'a']]);
    expect(labelTable({ kidney_right: 2, kidney_left: 3 }, { mirrored: [] }).mirrored).toEqual([]);
  });

  it('is partial with a number for what nobody has drawn', () => {
    expect(labelTable({ liver: 1 }, { ignore: 255 })).toMatchObject({ ignore: 255, partial: true });
  });

  it('gives every label a colour of its own', () => {
    const names = Array.from({ length: 24 }, (_, i) => `organ ${i}`);
    const { labels } = labelTable(Object.fromEntries(names.map((name, i) => [name, i + 1])));
    expect(new Set(labels.map(({ color }) => color.join())).size).toBe(24);
    for (const level of labels.flatMap(({ color }) => color)) expect(level >= 0 && level <= 255).toBe(true);
  });

  it('needs a channel for a single label, one per region, and one per class with the background', () => {
    expect(channelsOf(labelTable({ liver: 1 }))).toBe(1);
    expect(channelsOf(labelTable({ liver: [1, 2], tumour: 2 }))).toBe(2);
    expect(channelsOf(labelTable({ liver: 1, spleen: 2 }))).toBe(3);
  });

  it('survives JSON', () => {
    const table = labelTable({ liver: [1, 2], tumour: 2 });
    expect(JSON.parse(JSON.stringify(table))).toEqual(table);
  });

  it.each<[string, () => unknown, string]>([
    ['no label', () => labelTable({ background: 0 }), 'labelTable: `labels` must be at least one label'],
    ['a list', () => labelTable([1] as never), 'labels'],
    ['number 0', () => labelTable({ liver: 0 }), 'labels.liver'],
    ['a fraction', () => labelTable({ liver: 1.5 }), 'labels.liver'],
    ['no numbers', () => labelTable({ liver: [] }), 'labels.liver'],
    ['a background other than 0', () => labelTable({ background: 1.5, liver: 1 }), 'labels.background'],
    ['shared numbers of classes', () => labelTable({ a: 1, b: 1 }, { regions: false }), 'a and b share a number'],
    ['an ignored label', () => labelTable({ a: 1 }, { ignore: 1 }), 'ignore'],
    ['a pair of strangers', () => labelTable({ a: 1, b: 2 }, { mirrored: [['a', 'c']] }), 'mirrored'],
    ['a name in two pairs', () => labelTable({ a: 1 }, { mirrored: [['a', 'a']] }), 'mirrored'],
    ['eight regions', () => labelTable(Object.fromEntries([...'abcdefgh'].map((n) => [n, 1]))), 'at most 7 regions'],
  ])('refuses %s', (_, make, words) => {
    expect(make).toThrow(words);
  });
});
