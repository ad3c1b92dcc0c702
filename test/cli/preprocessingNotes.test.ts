import type { RunSettings, SplitRecord } from 'msa-unet';
import { expect, test } from 'vitest';

import { preprocessingNotes } from '../../src/cli/preprocessingNotes';
import { preprocessingOf, runSettings } from '../../src/training/run/runSettings';

const nothing = { size: undefined, windowMin: undefined, windowMax: undefined, clahe: undefined };
const used = preprocessingOf({ size: [128, 128], clahe: null });
const learnedFrom = (units: ('hu' | 'grey')[] | null, windowKnown: boolean): RunSettings =>
  runSettings({
    preprocessing: used,
    data: { sources: [], limit: { train: null, val: null, test: null }, units, windowKnown },
  });
const splitOf = (dataSet: string) => ({ dataSet }) as SplitRecord;
const notes = (settings: RunSettings | null, split: SplitRecord | null = null, hasUnits = true) =>
  preprocessingNotes({ settings, split }, used, { values: nothing, hasUnits });

test('the preprocessing of the training is printed', () => {
  expect(notes(learnedFrom(['hu'], true))).toEqual([
    'Preprocessing as in training: window −200 to 250 HU, no CLAHE, 128 × 128 pixels.',
  ]);
});

test('what is assumed of a network without settings is printed', () => {
  expect(notes(null)).toEqual([
    'Preprocessing assumed, because the network has no settings.json: window −200 to 250 HU, no CLAHE, 128 × 128 pixels. Check it: pass --window-min, --window-max, --clahe or --no-clahe, and --size as in training',
  ]);
});

test('requested preprocessing is printed', () => {
  const values = { ...nothing, clahe: false };
  expect(preprocessingNotes({ settings: null, split: null }, used, { values, hasUnits: true })).toEqual([
    'Preprocessing as requested: window −200 to 250 HU, no CLAHE, 128 × 128 pixels.',
  ]);
});

test('a model with preprocessing of its own is said to have it', () => {
  expect(
    preprocessingNotes({ settings: null, split: null }, { size: null }, { values: nothing, hasUnits: true })[0],
  ).toContain('original size; the network itself does window and CLAHE');
});

const warning =
  'Warning: the network was trained on PNG slices of an unknown CT window; scans in Hounsfield units get window −200 to 250 HU. If the slices had another window, the masks will be poor: pass --window-min and --window-max';

test.each([
  ['PNG slices of an unknown window', learnedFrom(['grey'], false), null, [warning]],
  ['a mix with such slices', learnedFrom(['grey', 'hu'], false), null, [warning]],
  ['PNG slices whose window was stated', learnedFrom(['grey'], true), null, []],
  ['scans', learnedFrom(['hu'], true), null, []],
  ['PNG slices, with settings of version 0.0.0', learnedFrom(null, false), splitOf('PNG slices'), [warning]],
  ['scans, with settings of version 0.0.0', learnedFrom(null, false), splitOf('LiTS'), []],
])('of a network that learned from %s', (_, settings, split, warnings) => {
  expect(notes(settings, split).slice(1)).toEqual(warnings);
  expect(notes(settings, split, false).slice(1)).toEqual([]); // PNG slices keep their grey levels
});

test('the window that the command line states is not doubted', () => {
  const values = { ...nothing, windowMin: -40 };
  const run = { settings: learnedFrom(['grey'], false), split: null };
  expect(preprocessingNotes(run, used, { values, hasUnits: true })).toHaveLength(1);
});
