import { join, relative } from 'node:path';

import { encode } from 'fast-png';
import { encodeNifti } from 'msa-unet';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { parseOptions } from '../../../../src/cli/args/parseOptions';
import { trainingDataOf } from '../../../../src/cli/commands/train/trainingData';
import { trainOptions } from '../../../../src/cli/commands/train/trainOptions';
import { phantomScans, phantomVolumes } from '../../../support/phantomScans';
import { tempFolder } from '../../../support/tempFolder';

const folder = tempFolder();
let notes: string[];
const unknownWindow =
  'Note: PNG slices do not record their CT window; scans in Hounsfield units will be windowed from -200 to 250 HU unless --window-min and --window-max give the window of the slices';

beforeEach(async () => {
  notes = [];
  vi.spyOn(console, 'error').mockImplementation((note) => void notes.push(note));
  const png = encode({ height: 4, width: 4, data: new Uint8Array(16).fill(51), channels: 1 });
  for (const patient of ['a', 'b', 'c'])
    for (const kind of ['images', 'masks']) await folder.put(`png/${kind}/${patient}/0.png`, png);
});
afterEach(() => vi.restoreAllMocks());

const paperClahe = { clipLimit: 2, tileColumns: 8, tileRows: 8 };
const at = (name: string) => join(folder.path, name);
const open = (...args: string[]) => trainingDataOf(parseOptions(args, trainOptions, 'data'), at('run'));

/** Three scans in Hounsfield units. */
async function putScans(): Promise<void> {
  for (const [i, scan] of phantomScans(3).entries()) {
    const { image, labels } = phantomVolumes(scan);
    await folder.put(`lits/volume-${i}.nii.gz`, await encodeNifti(image));
    await folder.put(`lits/segmentation-${i}.nii.gz`, await encodeNifti(labels));
  }
}

test('PNG slices are taken for slices of the paper’s window, which a note tells', async () => {
  const { preprocessing, data } = await open(at('png'));
  expect(data).toMatchObject({ units: ['grey'], windowKnown: false });
  expect(preprocessing).toEqual({
    ...{ spacing: null, windows: null, context: 0, contextMm: null },
    ...{ size: null, window: { windowMin: -200, windowMax: 250 }, clahe: null },
  });
  expect(notes).toEqual([unknownWindow]);
});

test('the window of PNG slices may be said', async () => {
  const { preprocessing, data } = await open(at('png'), '--window-min=-40', '--window-max', '160');
  expect(preprocessing.window).toEqual({ windowMin: -40, windowMax: 160 });
  expect(data.windowKnown).toBe(true);
  expect(notes).toEqual([]);
});

test.each([
  ['PNG slices', ['png', 'lits']],
  ['scans', ['lits', 'png']],
])('a mix of PNG slices and scans that begins with %s is equalised, and the note is told', async (_, names) => {
  await putScans();
  const { preprocessing } = await open(...names.map(at));
  expect(preprocessing.clahe).toEqual(paperClahe);
  expect(notes).toContain(unknownWindow);
});

test('scans alone are equalised without the note', async () => {
  await putScans();
  expect((await open(at('lits'))).preprocessing.clahe).toEqual(paperClahe);
  expect(notes).not.toContain(unknownWindow);
});

test('the settings record the folders with their labels, by their full paths, and the limit of each part', async () => {
  await putScans();
  const { data } = await open(relative('.', at('lits')), '--liver-labels', '1,2', '--limit', '10');
  expect(data).toEqual({
    sources: [{ kind: 'folder', path: at('lits'), image: null, mask: null, liverLabels: [1, 2] }],
    limit: { train: 10, val: 2, test: null },
    units: ['hu'],
    windowKnown: true,
  });
});

test('--stratify splits the patients with a label separately, and needs a label that --labels names', async () => {
  await putScans();
  const labels = ['--labels', 'liver=1,2', '--labels', 'tumour=2'];
  const { split } = await open(at('lits'), ...labels, '--stratify', 'tumour');
  expect(split.stratify).toBe('tumour');
  expect(notes).toContain('Note: LiTS: no patient has tumour; its patients are split as one group');
  await expect(open(at('lits'), '--stratify', 'tumour')).rejects.toThrow('Say with `labels` what is segmented');
  await expect(open(at('lits'), ...labels, '--stratify', 'tumor')).rejects.toThrow("Did you mean 'tumour'?");
  expect(() => parseOptions([at('lits'), '--stratify='], trainOptions, 'data')).toThrow(
    '--stratify must be the name of a label; received ""',
  );
});
