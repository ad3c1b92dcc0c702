import { readFile } from 'node:fs/promises';

import { expect, test } from 'vitest';

import { RunFileError } from '../../../src/data/runFileError';
import { resolveAugmentation } from '../../../src/preprocess/trainAugmentation';
import { parseRunSettings } from '../../../src/training/run/parseRunSettings';
import { runSettings } from '../../../src/training/run/runSettings';

const settings = runSettings({
  preprocessing: { size: [256, 192], window: { windowMin: -40, windowMax: 160 }, clahe: null },
  fromLogits: true,
  network: { name: 'unet', options: { baseFilters: 8, seed: 1 } },
  recipe: { epochs: 3, decay: 'cosine', augmentation: { verticalFlip: false } },
  data: {
    sources: [
      { kind: 'folder', path: '/data/my scans', image: 'ct/*', mask: 'masks/*', liverLabels: [1, 2] },
      { kind: 'phantom', patients: 4, slicesPerPatient: 2, size: 32, seed: 1 },
    ],
    limit: { train: 8, val: 1, test: null },
    units: ['grey', 'hu'],
    windowKnown: false,
  },
  backend: { name: 'wasm', detail: 'SIMD', versions: { node: '20.19.0' } },
});
const text = (value: object) => JSON.stringify(value);

test('a web page and a model are told apart from damaged settings', () => {
  expect(() => parseRunSettings('<!doctype html><title>App</title>', 'liver/settings.json')).toThrow(
    new RunFileError(
      'liver/settings.json',
      'the file must be JSON; this is an HTML page. Servers send one in place of a missing file: check the URL, and put ' +
        'the file into the folder that is served, which is public/ in Vite',
    ),
  );
  expect(() => parseRunSettings(text({ format: 'layers-model', modelTopology: {} }))).toThrow(
    new RunFileError('settings.json', 'the file is a model. Pass settings.json, which is beside its folder'),
  );
});

test('what was written is read back', () => {
  expect(parseRunSettings(text(settings))).toEqual(settings);
  const least = runSettings({ preprocessing: {} });
  expect(parseRunSettings(text(least))).toEqual(least);
});

test('a recipe that is older than some of its options has their defaults', () => {
  const { warmup, weightDecay, emaDecay, patch, foreground, ...older } = settings.recipe!;
  const younger = { warmup, weightDecay, emaDecay, patch, foreground };
  expect(younger).toEqual({ warmup: 0, weightDecay: 0, emaDecay: null, patch: null, foreground: 0 });
  expect(parseRunSettings(text({ ...settings, recipe: older }))).toEqual(settings);
});

test('an augmentation that is older than some of its options has their defaults', () => {
  const { crop, horizontalFlip, verticalFlip, translate } = settings.recipe!.augmentation!;
  const older = { ...settings.recipe, augmentation: { crop, horizontalFlip, verticalFlip, translate } };
  expect(parseRunSettings(text({ ...settings, recipe: older }))).toEqual(settings);
});

test('an augmentation can be a name', () => {
  const recipe = { ...settings.recipe, augmentation: 'strong' };
  expect(parseRunSettings(text({ ...settings, recipe })).recipe!.augmentation).toEqual(resolveAugmentation('strong'));
});

test('the settings of a run of version 0.0.0 are read', async () => {
  const old = await readFile('test/training/run/format1/settings.json', 'utf8');
  expect(parseRunSettings(old)).toEqual({
    format: 2,
    preprocessing: {
      ...{ size: [16, 16], window: { windowMin: -200, windowMax: 250 }, clahe: null },
      ...{ spacing: null, windows: null, context: 0, contextMm: null },
    },
    fromLogits: false,
    labels: null,
    data: {
      sources: [{ kind: 'folder', path: 'data', image: null, mask: null, liverLabels: [1, 2] }],
      limit: { train: 8, val: 1, test: null },
      units: null,
      windowKnown: false,
    },
    network: { name: 'unet', options: { baseFilters: 2, momentum: 0.9, seed: 3 } },
    recipe: {
      ...{ epochs: 2, batchSize: 6, accumulate: 1, learningRate: 0.001, decay: 'none', seed: 3 },
      ...{ warmup: 0, weightDecay: 0, emaDecay: null, patch: null, foreground: 0 },
      plateau: { factor: 0.5, patience: 8, minDelta: 0.0001, minLearningRate: 0, cooldown: 0 },
      earlyStopping: { patience: 20, minDelta: 0 },
      augmentation: resolveAugmentation('paper'),
      headWeights: null,
      fromLogits: false,
    },
    backend: { name: 'wasm', detail: 'SIMD, 1 thread' },
    versions: {
      'msa-unet': '0.0.0',
      node: '20.20.2',
      '@tensorflow/tfjs': '4.22.0',
      '@tensorflow/tfjs-backend-wasm': '4.22.0',
    },
  });
});

test('of version 0.0.0, a window other than the paper’s was stated', async () => {
  const old = JSON.parse(await readFile('test/training/run/format1/settings.json', 'utf8'));
  old.preprocessing.window.windowMax = 160;
  expect(parseRunSettings(text(old)).data?.windowKnown).toBe(true);
});

const fix =
  'Restore the file from a copy of the run. Without it, pass the preprocessing yourself: CT window, CLAHE and size';
const changed = (change: (copy: typeof settings) => object) => text(change(structuredClone(settings)));

test.each([
  ['[1, 2]', 'the file must be the settings of a run, with a `format`; received [1,2]. '],
  ['{"name":"vit"}', 'the file must be the settings of a run, with a `format`; received {"name":"vit"}. '],
  ['{"format":1}', '`version` must be a string; it is missing. '],
  ['{"format":2}', '`preprocessing` must be an object; it is missing. '],
  [
    changed(({ preprocessing, ...others }) => ({ ...others, preprocessing: { ...preprocessing, clahe: true } })),
    '`preprocessing.clahe` must be an object; received true. ',
  ],
  [
    changed(({ preprocessing, ...others }) => ({ ...others, preprocessing: { ...preprocessing, size: [256] } })),
    '`preprocessing.size` must be a list of two values; received [256]. ',
  ],
  [
    changed(({ data, ...others }) => ({ ...others, data: { ...data, sources: [{ kind: 'web' }] } })),
    '`data.sources[0].kind` must be one of folder, phantom; received "web". ',
  ],
  [
    changed(({ recipe, ...others }) => ({ ...others, recipe: { ...recipe, augmentation: 'weak' } })),
    '`recipe.augmentation` must be one of paper, strong; received "weak". ',
  ],
])('%s is refused', (damaged, message) => {
  expect(() => parseRunSettings(damaged, 'runs/a/settings.json')).toThrow(
    new RunFileError('runs/a/settings.json', `${message}${fix}`),
  );
});

test('a file that is cut off is refused', () => {
  expect(() => parseRunSettings(text(settings).slice(0, 100))).toThrow(
    /^settings\.json: the file must be JSON; it is damaged \(.*\)\. Restore the file from a copy of the run\. /,
  );
});

test('a newer format asks for a newer msa-unet', () => {
  expect(() => parseRunSettings('{"format":3}')).toThrow(
    new RunFileError('settings.json', '`format` must be 1 or 2; received 3. Update msa-unet to read this run'),
  );
});
