import { join, resolve } from 'node:path';

import { type DataSource, encodeNifti, type RunData } from 'msa-unet';
import { folderSources } from 'msa-unet/node';
import { expect, test } from 'vitest';

import { UsageError } from '../../src/cli/args/usageError';
import { evaluateSources, labelWarning } from '../../src/cli/evaluateSources';
import { phantomScans, phantomVolumes } from '../support/phantomScans';
import { tempFolder } from '../support/tempFolder';

const folder = tempFolder();
const none = {
  model: 'runs/a',
  data: undefined,
  image: undefined,
  mask: undefined,
  liverLabels: undefined,
  labels: undefined,
};
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

/** Puts a scan and its mask into a folder, and returns its path. */
async function putPair(name: string, image: string, mask: string): Promise<string> {
  const volumes = phantomVolumes(phantomScans(1, { depth: 1, size: 16 })[0]!);
  await folder.put(`${name}/${image}`, await encodeNifti(volumes.image));
  await folder.put(`${name}/${mask}`, await encodeNifti(volumes.labels));
  return join(folder.path, name);
}

test('a folder that has moved is read with the patterns and labels of the training, if they fit', async () => {
  const data = [await putPair('moved', 'ct/1.nii.gz', 'masks/1.nii.gz')];
  const trained = trainedOn(...folderSources(['gone']), ...mine());
  expect(await evaluateSources({ ...none, data }, trained)).toEqual([{ ...mine()[0], path: data[0] }]);
  const own = { image: 'ct/*', mask: 'liver/*' };
  expect(await evaluateSources({ ...none, ...own, data }, trained)).toEqual(folderSources(data, own));
  expect(await evaluateSources({ ...none, liverLabels: [2], data }, trained)).toEqual([
    { ...mine()[0], path: data[0], liverLabels: [2] },
  ]);
});

test('a moved folder with a broken pair is still read with the patterns, so that the error is about its files', async () => {
  const data = [await putPair('broken', 'ct/1.nii.gz', 'masks/1.nii.gz')];
  await folder.put('broken/ct/2.nii.gz', 'text');
  expect(await evaluateSources({ ...none, data }, trainedOn(...mine()))).toEqual([{ ...mine()[0], path: data[0] }]);
});

test('another folder is read by its own layout', async () => {
  const data = ['nowhere', await putPair('lits', 'volume-0.nii.gz', 'segmentation-0.nii.gz')];
  expect(await evaluateSources({ ...none, data }, trainedOn(...mine()))).toEqual(folderSources(data));
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
