import { join } from 'node:path';

import { encode } from 'fast-png';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { parseOptions } from '../../src/cli/args/parseOptions';
import { openTrainingData } from '../../src/cli/trainingData';
import { trainOptions } from '../../src/cli/trainOptions';
import { tempFolder } from '../support/tempFolder';

const folder = tempFolder();
let notes: string[];

beforeEach(async () => {
  notes = [];
  vi.spyOn(console, 'error').mockImplementation((note) => void notes.push(note));
  const png = encode({ height: 4, width: 4, data: new Uint8Array(16).fill(51), channels: 1 });
  for (const patient of ['a', 'b', 'c'])
    for (const kind of ['images', 'masks']) await folder.put(`${kind}/${patient}/0.png`, png);
});
afterEach(() => vi.restoreAllMocks());

const open = (...args: string[]) =>
  openTrainingData(parseOptions([folder.path, ...args], trainOptions, 'data'), join(folder.path, 'run'));

test('PNG slices are taken for slices of the paper’s window, which a note tells', async () => {
  const { preprocessing } = await open();
  expect(preprocessing).toEqual({ size: null, window: { windowMin: -200, windowMax: 250 }, clahe: false });
  expect(notes).toEqual([
    'Note: PNG slices do not tell their CT window; scans in Hounsfield units will be windowed from -200 to 250 HU, unless --window-min and --window-max say what the slices have',
  ]);
});

test('the window of PNG slices may be said', async () => {
  const { preprocessing } = await open('--window-min=-40', '--window-max', '160');
  expect(preprocessing.window).toEqual({ windowMin: -40, windowMax: 160 });
  expect(notes).toEqual([]);
});
