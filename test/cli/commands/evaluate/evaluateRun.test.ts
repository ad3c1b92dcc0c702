import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeNifti, mixDataSets } from 'msa-unet';
import { fileSystem, openDataSet, useBackend } from 'msa-unet/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { parseOptions } from '../../../../src/cli/args/parseOptions';
import { evaluateOptions } from '../../../../src/cli/commands/evaluate/evaluateOptions';
import { evaluateRun } from '../../../../src/cli/commands/evaluate/evaluateRun';
import { phantomScans, phantomVolumes, readSlices } from '../../../support/phantomScans';
import { brightModel } from '../../../support/pixelModels';
import { tempFolder } from '../../../support/tempFolder';

const folder = tempFolder();
const at = (name: string) => join(folder.path, name);

beforeEach(() => {
  for (const method of ['error', 'log'] as const) vi.spyOn(console, method).mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

test('the CSV names slices as the data set does, as the samples of a table are named', async () => {
  for (const set of ['a', 'b']) {
    const { image, labels } = phantomVolumes(phantomScans(1, { depth: 2, size: 16 })[0]!);
    await folder.put(`${set}/volume-0.nii.gz`, await encodeNifti(image));
    await folder.put(`${set}/segmentation-0.nii.gz`, await encodeNifti(labels));
  }
  await useBackend('cpu', { log: null });
  await brightModel().save(fileSystem(at('model')));
  const args = ['--model', at('model'), at('a'), at('b'), '--part', 'all', '--csv', at('scores.csv')];
  await evaluateRun(parseOptions([...args, '--backend', 'cpu'], evaluateOptions, 'data'));

  const lines = (await readFile(at('scores.csv'), 'utf8')).trimEnd().split('\n');
  const columns = lines.map((line) => line.split(',').slice(0, 3));
  const rows: string[][] = [];
  for (const { scans } of mixDataSets(await openDataSet(at('a')), await openDataSet(at('b'))))
    for (const scan of scans) {
      rows.push([scan.patient, scan.name, '']);
      for (const { patient, name } of await readSlices(scan)) rows.push([patient, scan.name, name]);
    }
  expect(columns).toEqual([['patient', 'volume', 'slice'], ...rows]);
  expect(rows[4]).toEqual(['LiTS 2/volume-0', 'LiTS 2/volume-0', 'LiTS 2/volume-0/slice-0']);
});

test('a note doubts grey levels, once for all scans that hold them', async () => {
  for (const [i, scan] of phantomScans(2, { depth: 2, size: 16 }).entries()) {
    const { image, labels } = phantomVolumes(scan);
    const data = image.data.map((hu) => Math.min(Math.max(hu, 0), 255));
    await folder.put(`a/volume-${i}.nii.gz`, await encodeNifti({ ...image, data }));
    await folder.put(`a/segmentation-${i}.nii.gz`, await encodeNifti(labels));
  }
  await useBackend('cpu', { log: null });
  await brightModel().save(fileSystem(at('model')));
  const args = ['--model', at('model'), at('a'), '--part', 'all', '--backend', 'cpu'];
  await evaluateRun(parseOptions(args, evaluateOptions, 'data'));
  const doubts = vi.mocked(console.error).mock.calls.filter(([line]) => /no value is below/.test(line));
  expect(doubts).toEqual([
    [
      'Note: volume-0: no value is below -500, as air is in Hounsfield units; values from 0 to 255 are grey levels after a CT window, or were normalised for another program: export the scan again from DICOM. Scans like it get no further note',
    ],
  ]);
});
