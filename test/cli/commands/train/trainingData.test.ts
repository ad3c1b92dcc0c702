import { join } from 'node:path';

import { encode } from 'fast-png';
import { encodeNifti } from 'msa-unet';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { parseOptions } from '../../../../src/cli/args/parseOptions';
import { openTrainingData } from '../../../../src/cli/commands/train/trainingData';
import { trainOptions } from '../../../../src/cli/commands/train/trainOptions';
import { phantomScans, phantomVolumes } from '../../../support/phantomScans';
import { tempFolder } from '../../../support/tempFolder';

const folder = tempFolder();
let notes: string[];
const unknownWindow =
  'Note: PNG slices do not tell their CT window; scans in Hounsfield units will be windowed from -200 to 250 HU, unless --window-min and --window-max say what the slices have';

beforeEach(async () => {
  notes = [];
  vi.spyOn(console, 'error').mockImplementation((note) => void notes.push(note));
  const png = encode({ height: 4, width: 4, data: new Uint8Array(16).fill(51), channels: 1 });
  for (const patient of ['a', 'b', 'c'])
    for (const kind of ['images', 'masks']) await folder.put(`png/${kind}/${patient}/0.png`, png);
});
afterEach(() => vi.restoreAllMocks());

const at = (name: string) => join(folder.path, name);
const open = (...args: string[]) => openTrainingData(parseOptions(args, trainOptions, 'data'), at('run'));

/** Three scans in Hounsfield units. */
async function putScans(): Promise<void> {
  for (const [i, scan] of phantomScans(3).entries()) {
    const { image, labels } = phantomVolumes(scan);
    await folder.put(`lits/volume-${i}.nii.gz`, await encodeNifti(image));
    await folder.put(`lits/segmentation-${i}.nii.gz`, await encodeNifti(labels));
  }
}

test('PNG slices are taken for slices of the paper’s window, which a note tells', async () => {
  const { preprocessing } = await open(at('png'));
  expect(preprocessing).toEqual({ size: null, window: { windowMin: -200, windowMax: 250 }, clahe: false });
  expect(notes).toEqual([unknownWindow]);
});

test('the window of PNG slices may be said', async () => {
  const { preprocessing } = await open(at('png'), '--window-min=-40', '--window-max', '160');
  expect(preprocessing.window).toEqual({ windowMin: -40, windowMax: 160 });
  expect(notes).toEqual([]);
});

test.each([
  ['PNG slices', ['png', 'lits']],
  ['scans', ['lits', 'png']],
])('a mix of PNG slices and scans that begins with %s is equalised, and the note is told', async (_, names) => {
  await putScans();
  const { preprocessing } = await open(...names.map(at));
  expect(preprocessing.clahe).toBe(true);
  expect(notes).toContain(unknownWindow);
});

test('scans alone are equalised without the note', async () => {
  await putScans();
  expect((await open(at('lits'))).preprocessing.clahe).toBe(true);
  expect(notes).not.toContain(unknownWindow);
});
