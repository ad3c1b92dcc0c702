import { resolve } from 'node:path';

import type { DataSource, RunData } from 'msa-unet';
import { folderSources } from 'msa-unet/node';
import { expect, test } from 'vitest';

import { UsageError } from '../../src/cli/args/usageError';
import { evaluateSources, labelWarning } from '../../src/cli/evaluateSources';
import { tempFolder } from '../support/tempFolder';

const folder = tempFolder();
const none = { model: 'runs/a', data: undefined, image: undefined, mask: undefined, liverLabels: undefined };
const trainedOn = (...sources: DataSource[]): RunData => ({
  sources,
  limit: { train: null, val: null, test: null },
  units: ['hu'],
  windowKnown: true,
});
const mine = () => folderSources([folder.path], { image: 'ct/*', mask: 'masks/*', liverLabels: [1] });
const phantom = { kind: 'phantom', patients: 3, slicesPerPatient: 2, size: 32, seed: 1 } as const;

test('without --data the data of the training are opened as there', async () => {
  const trained = trainedOn(...mine(), phantom);
  expect(await evaluateSources(none, trained)).toEqual(trained.sources);
});

test('a folder of the training is read as there, however its path is written', async () => {
  const data = [`${folder.path}/../${resolve(folder.path).split('/').at(-1)}/`];
  expect(await evaluateSources({ ...none, data }, trainedOn(...mine()))).toEqual([{ ...mine()[0], path: data[0] }]);
});

test('what the command line says replaces what the training says', async () => {
  const [source] = await evaluateSources({ ...none, liverLabels: [1, 2] }, trainedOn(...mine()));
  expect(source).toEqual({ ...mine()[0], liverLabels: [1, 2] });
});

test('another folder is read by its own layout', async () => {
  expect(await evaluateSources({ ...none, data: ['other'] }, trainedOn(...mine()))).toEqual(folderSources(['other']));
});

test('data are asked for where the network does not record them', async () => {
  await expect(evaluateSources(none, null)).rejects.toThrow(
    new UsageError('Pass --data DIR: runs/a does not record its training data'),
  );
});

test('data of the training that have gone are asked for', async () => {
  await expect(evaluateSources(none, trainedOn(...folderSources([`${folder.path}/gone`])))).rejects.toThrow(
    new Error(`The training data are no longer in ${folder.path}/gone; pass --data DIR`),
  );
});

test('labels of the phantom are wrong usage', async () => {
  await expect(evaluateSources({ ...none, liverLabels: [1] }, trainedOn(phantom))).rejects.toThrow(
    new UsageError('--liver-labels selects files; it needs --data DIR'),
  );
});

test('a warning says that other labels are scored than those of the training', () => {
  expect(labelWarning(folderSources(['x']), trainedOn(...mine()))).toBe(
    'Warning: the network was trained with label 1 as liver, but is scored with every label above 0',
  );
  expect(labelWarning(folderSources(['x'], { liverLabels: [1] }), trainedOn(...mine()))).toBeNull();
  expect(labelWarning([phantom], trainedOn(phantom))).toBeNull();
  expect(labelWarning(folderSources(['x']), null)).toBeNull();
});
