import { expect, test } from 'vitest';

import { differencesFromPaper } from '../../src/report/differences';
import { paperTables } from '../../src/report/paperTables';
import { type TableConditions, tableReport } from '../../src/report/tableReport';
import { asPaper, networkResult } from '../support/tableResults';

const differences = (conditions: TableConditions) =>
  differencesFromPaper(tableReport(paperTables.table1, conditions, new Map()));

test('of the paper’s own setting only widths and seed are left', () => {
  expect(differences(asPaper)).toEqual([
    'The paper prints no widths: those of the networks are ours, or those of their own papers.',
    'One seed: another split, order or initialisation gives other figures.',
  ]);
});

test('other data are named, with how many patients they have', () => {
  const data = { ...asPaper.data, sets: ['LiTS'], patients: { train: 5, val: 1, test: 1 } };
  expect(differences({ ...asPaper, data }).slice(0, 2)).toEqual([
    "The data are LiTS; the paper's are 3D-IRCADb-01 + SLIVER07.",
    "5 / 1 / 1 patients to learn from, validate and test, not the paper's 32 / 4 / 4.",
  ]);
});

test('the phantom says that it is none of a person', () => {
  const data = { ...asPaper.data, sets: ['phantom'], synthetic: true };
  expect(differences({ ...asPaper, data })[0]).toBe(
    'The patients are drawn, not scanned: these figures say that everything works, and nothing about livers of people.',
  );
});

test('slices that were not equalised are told of', () => {
  const data = { ...asPaper.data, clahe: false };
  expect(differences({ ...asPaper, data })[0]).toBe(
    'Contrast was not equalised (CLAHE) here; the paper does that with every slice.',
  );
});

test('every setting that is smaller has a sentence', () => {
  const data = { ...asPaper.data, used: { train: 96, val: 12, test: 500 } };
  const small = { size: 192, width: 4, epochs: 1, batchSize: 4, accumulate: 2, learningRate: 3e-3, decay: 'cosine' };
  expect(differences({ ...asPaper, data, ...small, momentum: 0.9, augment: false })).toEqual([
    'Of 4000 slices to learn from 96 were used, of 500 to validate 12.',
    'Slices, and the masks that are scored, are 192 × 192 pixels, not 512 × 512.',
    'Every network has 4 / 16 of its full width. The paper prints no widths.',
    'At most 1 epoch, not 300.',
    'Batches of 4 slices, not 6.',
    'Each batch was worked off in 2 passes, which batch norm sees one by one.',
    "The learning rate begins at 0.003 and falls along a cosine; the paper's begins at 0.001 and is halved when the validation loss stands still.",
    "Normalisations keep 0.9 of their moving averages per step, in place of each network's own share.",
    'Training slices are not augmented, so no network has learned from mirrored slices: each test slice is predicted once, where the paper averages over four flips.',
    'One seed: another split, order or initialisation gives other figures.',
  ]);
});

test('a network that stands for a larger one is named', async () => {
  const results = new Map([['deepLabV3Plus', await networkResult('deepLabV3PlusMobile', [4])]]);
  expect(differencesFromPaper(tableReport(paperTables.table1, asPaper, results))).toContain(
    "DeepLabv3+ is deepLabV3PlusMobile, a smaller network than the paper's.",
  );
});
