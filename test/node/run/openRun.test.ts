import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { addPreprocessing, buildUnet, inferenceOf, predictVolume, splitDataSet, type Volume } from 'msa-unet';
import { fileSystem, openRun, saveRun, useBackend } from 'msa-unet/node';
import { beforeEach, expect, test } from 'vitest';

import { memorySet, phantomScans, phantomVolumes } from '../../support/phantomScans';
import { brightModel } from '../../support/pixelModels';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
const at = (name: string) => join(folder.path, name);
const phantoms = phantomScans(3, { depth: 2, size: 16 });
const { image } = phantomVolumes(phantoms[0]!);
const liver = ({ data }: Volume) => Array.from(data).filter((label) => label === 1).length;
const plain = { spacing: null, context: 0, contextMm: null };
const paper = { window: { windowMin: -200, windowMax: 250 }, clahe: { clipLimit: 2, tileColumns: 8, tileRows: 8 } };

const usual = 'pass the folder of a run or of a saved model';

beforeEach(async () => {
  await useBackend('cpu', { log: null });
});

test('a run is saved and opened as one value', async () => {
  const { record: split } = await splitDataSet(
    memorySet(
      'Set',
      phantoms.map((phantom, i) => [`${i}`, phantom]),
    ),
  );
  const history = { epochs: [], bestEpoch: null, ended: 'done' } as const;
  const preprocessing = { size: [16, 24], window: { windowMin: 0, windowMax: 150 }, clahe: null } as const;
  const written = await saveRun(at('my run'), brightModel(), { preprocessing, split, history, recipe: { epochs: 3 } });
  expect((await readdir(at('my run'))).sort()).toEqual(['history.json', 'model', 'settings.json', 'split.json']);

  const { settings, inference, split: read, model } = await openRun(at('my run'));
  expect(settings).toEqual(written);
  expect(settings).toMatchObject({ preprocessing, recipe: { epochs: 3, batchSize: 6 }, network: null, data: null });
  expect(inference).toEqual({ ...plain, windows: null, ...preprocessing, fromLogits: false });
  expect(read).toEqual(split);
  expect(await predictVolume(model, image, inference)).toEqual(
    await predictVolume(brightModel(), image, preprocessing),
  );
  expect(liver(await predictVolume(model, image, inference))).not.toBe(liver(await predictVolume(model, image)));
});

test('a run whose preprocessing is missing, or does not fit the model, is not saved', async () => {
  const save = (...options: unknown[]) => Reflect.apply(saveRun, null, [at('refused'), ...options]);
  const fixed = buildUnet([16, 16, 1], { baseFilters: 1, depth: 1 });
  for (const options of [[], [{}]])
    await expect(save(fixed, ...options)).rejects.toThrow(
      'saveRun: `preprocessing` must be the options of prepareSlices in training; received undefined. Pass ' +
        '`preprocessing: { size: [256, 256] }` if slices were resized to 256 × 256',
    );
  await expect(save(fixed, { preprocessing: { size: 16 } })).rejects.toThrow(
    'preprocessing: `size` must be [height, width]; received 16. Pass `size: [16, 16]`',
  );
  await expect(save(fixed, { preprocessing: { size: [32, 16] } })).rejects.toThrow(
    'saveRun: `preprocessing.size` must be [16, 16], which the model takes; received [32,16]',
  );
  await expect(readdir(at('refused'))).rejects.toThrow('ENOENT');
});

test('the folder of the model and its file open the same run', async () => {
  await saveRun(at('run'), brightModel(), { preprocessing: { clahe: null } });
  for (const path of ['run', 'run/model', 'run/model/model.json'])
    expect((await openRun(at(path))).inference.clahe).toBeNull();
});

test('logits of the recipe are those of the saved model', async () => {
  await saveRun(at('run'), brightModel(undefined, 'linear'), { preprocessing: {}, recipe: { fromLogits: true } });
  expect((await openRun(at('run'))).inference).toEqual({
    size: null,
    ...plain,
    windows: null,
    ...paper,
    fromLogits: true,
  });
});

test('a run that is saved again keeps no file of the one before', async () => {
  const { record: split } = await splitDataSet(
    memorySet(
      'Set',
      phantoms.map((phantom, i) => [`${i}`, phantom]),
    ),
  );
  await saveRun(at('run'), brightModel(), { preprocessing: {}, split });
  await saveRun(at('run'), brightModel(), { preprocessing: {} });
  expect((await readdir(at('run'))).sort()).toEqual(['model', 'settings.json']);
});

test('of a model without settings the paper’s preprocessing is assumed, at the size of its input', async () => {
  await brightModel([32, 48]).save(fileSystem(at('model')));
  const run = await openRun(at('model'));
  expect(run).toMatchObject({ settings: null, split: null });
  expect(run.inference).toEqual({ size: [32, 48], ...plain, windows: null, ...paper, fromLogits: false });
});

test('a model of addPreprocessing keeps its window and CLAHE', async () => {
  await saveRun(at('run'), addPreprocessing(brightModel()), { preprocessing: {} });
  const { model, inference } = await openRun(at('run'));
  expect(inference).toEqual({ size: null, spacing: null, contextMm: null, fromLogits: false });
  expect(await predictVolume(model, image, inference)).toEqual(await predictVolume(brightModel(), image));
});

test('a run of version 0.0.0 opens', async () => {
  const old = 'test/training/run/format1';
  for (const name of ['settings.json', 'split.json']) await folder.put(`old/${name}`, await readFile(`${old}/${name}`));
  await brightModel([16, 16]).save(fileSystem(at('old/model')));
  const { inference, split } = await openRun(at('old'));
  expect(inference).toEqual({
    ...{ size: [16, 16], ...plain, windows: null },
    ...{ window: paper.window, clahe: null, fromLogits: false },
  });
  expect(split?.parts.test[0]?.scan).toBe('volume-1');
});

test('damaged settings are refused with their path', async () => {
  await saveRun(at('run'), brightModel(), { preprocessing: {} });
  await folder.put('run/settings.json', '{"format":2,"preprocessing":{"size":null}}');
  await expect(openRun(at('run'))).rejects.toMatchObject({
    name: 'RunFileError',
    file: at('run/settings.json'),
    message: expect.stringContaining(`${at('run/settings.json')}: \`preprocessing.window\` must be an object`),
  });
});

test.each<[string, string, () => string]>([
  ['a folder without a model', 'none', () => `${at('none')} contains no model.json; ${usual}`],
  ['a folder that is missing', 'nowhere', () => `${at('nowhere')} does not exist; ${usual}`],
  ['a file of another kind', 'none/scan.nii', () => `${at('none/scan.nii')} is not a saved model; ${usual}`],
  [
    'settings.json in place of the network',
    'runs/a/settings.json',
    () =>
      `${at('runs/a/settings.json')} records a run and is not a network; pass the folder of the run, ${at('runs/a')}`,
  ],
  ['a folder of runs', 'runs', () => `${at('runs')} holds folders of runs; pass ${at('runs/a')} or ${at('runs/b')}`],
  [
    'a run without a network',
    'begun',
    () => `${at('begun')} holds the checkpoints of a run that has not saved a network yet; continue the run to its end`,
  ],
])('%s is refused, and the error says what to pass', async (_, path, message) => {
  for (const run of ['a', 'b']) await saveRun(at(`runs/${run}`), brightModel(), { preprocessing: {} });
  await folder.put('none/scan.nii', '');
  await folder.put('begun/checkpoint/checkpoint-000001.bin', '');
  await expect(openRun(at(path))).rejects.toThrow(new Error(`openRun: ${message()}`));
});

test('settings that openRun would refuse are not saved', async () => {
  const recipe = { epochs: 0 };
  await expect(saveRun(at('none'), brightModel(), { preprocessing: {}, recipe })).rejects.toThrow('epochs');
  const misspelt: object = { batchsize: 4 };
  await expect(saveRun(at('none'), brightModel(), { preprocessing: {}, recipe: misspelt })).rejects.toThrow(
    new RangeError('saveRun: unknown option `batchsize`. Did you mean `batchSize`?'),
  );
  await expect(readdir(at('none'))).rejects.toThrow('ENOENT');
});

test('a model for patches is saved with the size of the slices, and opens with a sliding window', async () => {
  const model = brightModel([8, 8]);
  await saveRun(at('patches'), model, { preprocessing: { size: [32, 32] }, recipe: { patch: [8, 8] } });
  const { inference, settings } = await openRun(at('patches'));
  expect(inference).toMatchObject({ size: [32, 32], slidingWindow: { windowSize: [8, 8] } });
  expect(inference).toEqual(inferenceOf(settings!));
  const wrong = { preprocessing: { size: [8, 8] as const }, recipe: { patch: [16, 16] as const } };
  await expect(saveRun(at('other'), model, wrong)).rejects.toThrow('[8, 8], which the model takes');
});

test('the distances that a model was saved with are kept', async () => {
  const model = addPreprocessing(brightModel([8, 8]), { spacing: [2, 1], contextMm: 3 });
  await model.save(fileSystem(at('alone')));
  expect((await openRun(at('alone'))).inference).toEqual({
    size: null,
    spacing: [2, 1],
    contextMm: 3,
    fromLogits: false,
  });
  await saveRun(at('whole'), model, { preprocessing: {} });
  expect((await openRun(at('whole'))).inference).toMatchObject({ size: null, spacing: [2, 1], contextMm: 3 });
});
