import { expect, it } from 'vitest';

import { type CtDataSet, dataSetOf } from '../../src/data/dataSet';
import { mixDataSets } from '../../src/data/mixDataSets';
import { sliceUnits } from '../../src/data/sliceUnits';
import { memorySet, phantomScans } from '../support/phantomScans';

const [phantom] = phantomScans(1);
const scans = memorySet('scans', [['a', phantom!]]);
const pictures = dataSetOf({
  name: 'pictures',
  scans: memorySet('pictures', [['b', phantom!]]).patients.flatMap((patient) =>
    patient.scans.map((scan) => ({
      ...scan,
      readSlice: async (index: number) => ({ ...(await scan.readSlice(index)), unit: 'grey' as const }),
    })),
  ),
});

it.each<[string, CtDataSet, readonly string[]]>([
  ['scans', scans, ['hu']],
  ['pictures', pictures, ['grey']],
  ['a mix that begins with scans', mixDataSets(scans, pictures), ['grey', 'hu']],
  ['a mix that begins with pictures', mixDataSets(pictures, scans), ['grey', 'hu']],
])('%s have the units of all their data sets', async (_, dataSet, units) => {
  expect([...(await sliceUnits(dataSet))].sort()).toEqual(units);
});
