import { expect, test } from 'vitest';

import { type CtDataSet, type CtScan, dataSetOf } from '../../src/data/dataSet';
import { type LabelTable, labelTable } from '../../src/data/labels/labelTable';
import { labelTableJson } from '../../src/data/labels/labelTableJson';
import { mixDataSets } from '../../src/data/mixDataSets';
import { prepareSlices } from '../../src/training/samples/prepareSlices';
import { targetsOf } from '../../src/training/samples/targets';

/** A data set of one scan with one slice of one row. */
function setOf(name: string, labels: LabelTable | null, ...codes: number[]): CtDataSet {
  const scan: CtScan = {
    ...{ patient: 'p', name: 's', depth: 1, fingerprint: name, spacing: null },
    ...(labels ? { labels } : {}),
    readSlice: async () => ({
      ...{ patient: 'p', name: 's/0', height: 1, width: codes.length, unit: 'hu' },
      values: new Int16Array(codes.length),
      mask: Uint8Array.from(codes),
    }),
  };
  return dataSetOf({ name, scans: [scan] });
}

const scansOf = (mix: CtDataSet) => mix.patients.flatMap(({ scans }) => scans);
const masksOf = (mix: CtDataSet) => Promise.all(scansOf(mix).map(async (scan) => [...(await scan.readSlice(0)).mask]));

const organs = labelTable({ spleen: 1, liver: 6 });

test('data sets of the liver alone stay as they are', () => {
  const [scan] = scansOf(mixDataSets(setOf('A', null, 0, 1), setOf('B', null, 1)));
  expect(scan).not.toHaveProperty('labels');
  expect(scan).not.toHaveProperty('undrawn');
});

test('data sets of one table keep it, and nothing is undrawn', async () => {
  const mix = mixDataSets(setOf('A', organs, 0, 1, 2), setOf('B', organs, 2));
  expect(scansOf(mix)[0]).toMatchObject({ labels: organs, undrawn: [] });
  expect(await masksOf(mix)).toEqual([[0, 1, 2], [2]]);
  expect(mix.notes).toEqual([]);
});

test('tables are joined by the names of the labels, and each data set leaves out what it lacks', async () => {
  const mix = mixDataSets(setOf('A', organs, 0, 1, 2, 255), setOf('B', null, 0, 1));
  const [a, b] = scansOf(mix);
  expect(a!.labels!.labels.map(({ name, value }) => [name, value])).toEqual([
    ['spleen', 1],
    ['liver', 6],
  ]);
  expect(b!.labels).toEqual(a!.labels);
  expect(a!.labels!.partial).toBe(true);
  expect([a!.undrawn, b!.undrawn]).toEqual([[], ['spleen']]);
  expect(await masksOf(mix)).toEqual([
    [0, 1, 2, 255],
    [0, 2],
  ]);
  expect(mix.notes).toEqual(['labels that nobody has drawn in a data set are left out there: B lacks spleen']);

  const samples = prepareSlices([{ scan: b!, index: 0 }], { clahe: null });
  expect([...targetsOf([await samples.read(0)], samples.labels!)]).toEqual([-1, -1, 0, 0, -1, 1]);
});

test('numbers that two labels share are given anew', () => {
  const mix = mixDataSets(
    setOf('A', labelTable({ liver: 1, spleen: 2 }), 1),
    setOf('B', labelTable({ kidney_left: 1, kidney_right: 2 }), 1),
  );
  const { labels } = scansOf(mix)[0]!;
  expect(labels!.labels.map(({ name, value }) => [name, value])).toEqual([
    ['liver', 1],
    ['spleen', 2],
    ['kidney_left', 3],
    ['kidney_right', 4],
  ]);
  expect(labels!.mirrored).toEqual([['kidney_left', 'kidney_right']]);
});

test('regions join regions, and a single label joins either', async () => {
  const lits = labelTable({ liver: [1, 2], tumour: 2 });
  const mix = mixDataSets(setOf('A', lits, 0, 1, 3), setOf('B', null, 0, 1));
  expect(scansOf(mix)[1]).toMatchObject({ labels: { regions: true }, undrawn: ['tumour'] });
  expect(await masksOf(mix)).toEqual([
    [0, 1, 3],
    [0, 1],
  ]);
});

test('regions beside exclusive labels are refused', () => {
  const lits = labelTable({ liver: [1, 2], tumour: 2 });
  expect(() => mixDataSets(setOf('A', lits, 1), setOf('B', organs, 1))).toThrow(
    'mixDataSets: `sets` must be all of regions, or all of exclusive labels; received liver, tumour and spleen, liver. ' +
      'Read all with `labelTable(labels, { regions: true })`, which lets labels overlap',
  );
});

test('pixels that nobody has drawn keep a number of their own in written masks', () => {
  const ignoring = labelTable({ spleen: 1, liver: 6 }, { ignore: 9 });
  const ignoreOf = (...tables: LabelTable[]) => {
    const sets = tables.map((table, i) => setOf(`${i}`, table, 1, 255));
    return scansOf(sets.slice(1).reduce((mix, set) => mixDataSets(mix, set), sets[0]!))[0]!.labels!.ignore;
  };
  expect(ignoreOf(organs, labelTable({ colon: 2 }))).toBeNull();
  expect(ignoreOf(labelTable({ colon: 2 }), ignoring)).toBe(9);
  expect(ignoreOf(ignoring, labelTable({ colon: 9 }))).toBe(10); // 9 is the colon now
});

test('a joined table is read back, whatever numbers the labels had in their files', () => {
  const [scan] = scansOf(mixDataSets(setOf('A', labelTable({ liver: 1 }), 1), setOf('B', organs, 1)));
  expect(labelTableJson(JSON.parse(JSON.stringify(scan!.labels)), 'labels')).toEqual(scan!.labels);
});
