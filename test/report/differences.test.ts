import { expect, test } from 'vitest';

import { differencesFromPaper } from '../../src/report/differences';
import { paperTables } from '../../src/report/paperTables';
import { type TableConditions, tableReport } from '../../src/report/tableReport';
import { asPaper, networkResult } from '../support/tableResults';

const differences = (conditions: TableConditions) =>
  differencesFromPaper(tableReport(paperTables.table1, conditions, new Map()));

test('of the paper’s own setting only widths and seed are left', () => {
  expect(differences(asPaper)).toEqual([
    "The paper gives no widths: these are ours, or those of each network's own paper.",
    'One seed: another split, sample order or initialisation gives different scores.',
  ]);
});

test('other data are named, with how many patients they have', () => {
  const data = { ...asPaper.data, sets: ['LiTS'], patients: { train: 5, val: 1, test: 1 } };
  expect(differences({ ...asPaper, data }).slice(0, 2)).toEqual([
    'The data are LiTS; the paper used 3D-IRCADb-01 + SLIVER07.',
    '5 / 1 / 1 training, validation and test patients; the paper has 32 / 4 / 4.',
  ]);
});

test('the phantom says that it is none of a person', () => {
  const data = { ...asPaper.data, sets: ['phantom'], synthetic: true };
  expect(differences({ ...asPaper, data })[0]).toBe(
    'The patients are synthetic: these scores show that the pipeline works and say nothing about real livers.',
  );
});

test('slices that were not equalised are told of', () => {
  const data = { ...asPaper.data, clahe: false };
  expect(differences({ ...asPaper, data })[0]).toBe(
    'No contrast equalisation (CLAHE); the paper applies it to every slice.',
  );
});

test('every setting that is smaller has a sentence', () => {
  const data = { ...asPaper.data, used: { train: 96, val: 12, test: 500 } };
  const small = { size: 192, width: 4, epochs: 1, batchSize: 4, accumulate: 2, learningRate: 3e-3, decay: 'cosine' };
  expect(differences({ ...asPaper, data, ...small, momentum: 0.9, augment: false })).toEqual([
    '96 of 4000 training slices and 12 of 500 validation slices were used.',
    'Slices are trained and scored at 192 × 192 pixels, not 512 × 512.',
    'Every network has 4 / 16 of its full width. The paper gives no widths.',
    'At most 1 epoch, not 300.',
    'Batch size 4, not 6.',
    'Each batch is processed in 2 passes, and batch norm normalises each pass separately.',
    "The learning rate starts at 0.003 and follows a cosine schedule; the paper's starts at 0.001 and is halved when the validation loss reaches a plateau.",
    "Batch norm updates its moving averages with momentum 0.9 instead of each network's own.",
    'No augmentation, so the networks have never seen mirrored slices: each test slice is predicted once, whereas the paper averages over four flips.',
    'One seed: another split, sample order or initialisation gives different scores.',
  ]);
});

test('a network that stands for a larger one is named', async () => {
  const results = new Map([['deepLabV3Plus', await networkResult('deepLabV3PlusMobile', [4])]]);
  expect(differencesFromPaper(tableReport(paperTables.table1, asPaper, results))).toContain(
    "The DeepLabv3+ row is deepLabV3PlusMobile, a smaller network than the paper's.",
  );
});
