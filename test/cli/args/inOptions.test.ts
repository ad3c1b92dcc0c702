import { join } from 'node:path';

import {
  buildModel,
  type Fix,
  OptionError,
  readDicomSeries,
  samplesOf,
  splitDataSet,
  trainSegmentation,
} from 'msa-unet';
import { checkpointFolder, openDataSet, useBackend } from 'msa-unet/node';
import { expect, it } from 'vitest';

import { inOptions } from '../../../src/cli/args/inOptions';
import type { Options } from '../../../src/cli/args/option';
import { commands } from '../../../src/cli/commands';
import { evaluateOptions } from '../../../src/cli/commands/evaluate/evaluateOptions';
import { tableOptions } from '../../../src/cli/commands/table/tableOptions';
import { trainOptions } from '../../../src/cli/commands/train/trainOptions';
import { predictOptions } from '../../../src/cli/options/predictOptions';
import { ctFile } from '../../../src/data/ctFile';
import { requireSameConfig } from '../../../src/training/checkpoint/runConfig';
import { requireMemory } from '../../../src/training/requireMemory';
import { memorySet, phantomScans } from '../../support/phantomScans';
import { tempFolder } from '../../support/tempFolder';
import { trainableModel } from '../../support/trainableModel';
import { writeDicomSlice } from '../../support/writeDicom';

const folder = tempFolder();
const nothing = samplesOf([]);

/** What a command says when the library throws. */
async function said(options: Options, call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    return (inOptions(error, options) as Error).message;
  }
  throw new Error('nothing was thrown');
}

const train = (options: Parameters<typeof trainSegmentation>[1] | object) => () =>
  trainSegmentation(trainableModel(), { train: nothing, val: nothing, ...options });

it.each<[string, Options, () => unknown, string]>([
  [
    'a size',
    trainOptions,
    () => buildModel('unet', [200, 200, 1]),
    'height and width must be divisible by 16; received 200×200. Pass --size 208',
  ],
  [
    'two sides',
    predictOptions,
    () => buildModel('unet', [200, 250, 1]),
    'height and width must be divisible by 16; received 200×250. Pass --size 208,256',
  ],
  [
    'options',
    trainOptions,
    train({ accumulate: 7 }),
    '--accumulate must be an integer from 1 to --batch-size, which is 6; received 7',
  ],
  [
    'options with values',
    trainOptions,
    train({ decay: 'cosine', plateau: {} }),
    '--decay must be none with --plateau, as both lower the learning rate; received "cosine". Pass --decay none or --no-plateau',
  ],
  [
    'a checkpoint of another run',
    trainOptions,
    () => requireSameConfig({ batchSize: 6, model: 'a' }, { batchSize: 2, model: 'b' }, 'runs/a/checkpoint'),
    'the checkpoint in runs/a/checkpoint is of another run: --batch-size was 6 and is 2; the model was "a" and is "b". Use the options that it was made with, or use another folder',
  ],
  [
    'a seldom option of the library',
    predictOptions,
    () => buildModel('unet', [16, 16, 1], { depth: 9 }),
    '`depth` must be an integer from 1 to 8; received 9',
  ],
])('%s', async (_, options, call, message) => {
  expect(await said(options, call)).toBe(message);
});

it('a damaged checkpoint, where a run or a table goes on from it', async () => {
  await folder.put('checkpoint-000001.bin', 'half');
  const read = () => checkpointFolder(folder.path, { warn: () => {} }).read();
  const message = `${folder.path} cannot be read: all its checkpoints are damaged. Remove it to start over`;
  await expect(read()).rejects.toThrow(
    new RangeError(`checkpointFolder: ${message}, or pass \`checkpoint: { resume: false }\``),
  );
  for (const options of [trainOptions, tableOptions]) expect(await said(options, read)).toBe(message);
});

it('a folder of two layouts', async () => {
  await folder.put('volume-0.nii', '');
  await folder.put('segmentation-0.nii', '');
  await folder.put('images/a/0.png', '');
  expect(await said(trainOptions, () => openDataSet(folder.path))).toBe(
    `${folder.path} holds LiTS and PNG slices. Pass --data DIR for each of their folders`,
  );
});

it('data that have changed since they were divided, and lists that put a person in two parts', async () => {
  const scans = phantomScans(4);
  const set = (names: string[]) =>
    memorySet(
      'set',
      names.map((name, i) => [name, scans[i]!]),
    );
  const { record } = await splitDataSet(set(['a', 'b', 'c']));
  const changed = 'the data set has changed since the split was recorded';
  expect(await said(evaluateOptions, () => splitDataSet(set(['a', 'b', 'd']), { record }))).toBe(
    `${changed}: scan d is new. Bring the files back`,
  );
  const tested = record.parts.test[0]!;
  const parts = { ...record.parts, test: [{ ...tested, fingerprint: 'other' }] };
  const copied = () => splitDataSet(set(['a', 'b', 'c']), { record: { ...record, parts } });
  expect(await said(evaluateOptions, copied)).toBe(
    `${changed}: the files of scan ${tested.scan} have changed. Bring the files back with their times of change (cp -p)`,
  );
  const split = { train: ['a#1'], val: ['a#2'], test: ['b'] };
  const twice = memorySet(
    'set',
    ['a#1', 'a#2', 'b'].map((name, i) => [name, scans[i]!] as const),
    split,
  );
  expect(await said(trainOptions, () => splitDataSet(twice))).toBe(
    'a#1 is in train and a#2 in val, but they are of one patient. Correct the lists of the data set',
  );
});

it('scans of two series', async () => {
  const slice = (seriesUid: string) =>
    ctFile(
      seriesUid,
      writeDicomSlice({ hu: [1], rows: 1, columns: 1, position: [0, 0, 0], instanceNumber: 1, seriesUid }),
    );
  const { image } = trainOptions;
  expect(await said({ image }, () => readDicomSeries([slice('1.1'), slice('1.2')]))).toMatch(
    /^1\.1: 2 series are mixed: .*\. Put the files of one into a folder of its own$/,
  );
});

it("a step that WebAssembly's memory is too small for", async () => {
  await useBackend('wasm', { log: null });
  const model = trainableModel();
  const side = 20_000;
  const slice = {
    patient: 'p',
    name: 's',
    height: side,
    width: side,
    image: new Float32Array(0),
    mask: new Uint8Array(0),
  };
  expect(
    await said(trainOptions, () => requireMemory(model, { train: samplesOf([slice]), pieceSize: 6, patch: null })),
  ).toMatch(/and WebAssembly has 4\. Pass --backend tensorflow, or use smaller images or a narrower network$/);
});

it.each<[string, Fix, string]>([
  ['a number', { option: 'batchSize', value: 3 }, 'Pass --batch-size 3'],
  ['equal sides', { option: 'size', value: [64, 64] }, 'Pass --size 64'],
  ['two sides', { option: 'size', value: [64, 96] }, 'Pass --size 64,96'],
  ['a list', { option: 'liverLabels', value: [1, 1, 2] }, 'Pass --liver-labels 1,1,2'],
  ['a pattern, quoted for the shell', { option: 'image', value: 'ct/*' }, "Pass --image 'ct/*'"],
  ['a quote in a text', { option: 'out', value: "tom's" }, "Pass --out 'tom'\\''s'"],
  ['labels', { option: 'labels', value: { liver: [1, 2], spleen: 3 } }, 'Pass --labels liver=1,2 --labels spleen=3'],
  ['a flag', { option: 'resume', value: true }, 'Pass --resume'],
  ['an object for a flag', { option: 'plateau', value: {} }, 'Pass --plateau'],
  ['null for a flag', { option: 'plateau', value: null }, 'Pass --no-plateau'],
  ['false for a flag', { option: 'augment', value: false }, 'Pass --no-augment'],
  ['null for another option', { option: 'limit', value: null }, 'Leave --limit out'],
  ['nothing', { option: 'plateau', value: undefined }, 'Leave --plateau out'],
  ['an action with options', { action: 'raise `accumulate`' }, 'Raise --accumulate'],
  ['an action for who has no such option', { option: 'kind', value: 'x', action: 'save it as x' }, 'Save it as x'],
])('a fix: %s', async (_, fix, sentence) => {
  const parts = { owner: 'f', option: 'epochs', expected: 'less', received: 1, fix };
  const raise = () => {
    throw new OptionError(parts);
  };
  expect(await said(trainOptions, raise)).toBe(`--epochs must be less; received 1. ${sentence}`);
});

it('an option that the command lacks leaves its fix out', async () => {
  const parts = {
    owner: 'f',
    option: 'epochs',
    expected: 'less',
    received: 1,
    fix: { option: 'ownSplit', value: false },
  };
  const raise = () => {
    throw new OptionError(parts);
  };
  expect(await said(trainOptions, raise)).toBe('--epochs must be less; received 1');
});

it('errors that are no options stay as they are, and others are the cause', () => {
  const plain = new Error('`batchSize` of another library');
  expect(inOptions(plain, trainOptions)).toBe(plain);
  expect(inOptions('text', trainOptions)).toBe('text');
  const cause = new OptionError({ owner: 'f', option: 'epochs', expected: 'less', received: 1 });
  expect(inOptions(cause, trainOptions)).toMatchObject({ cause, name: 'RangeError' });
});

it('commands say it so', async () => {
  const args = ['--data', join(folder.path, 'none'), '--limit', '1', '--model', 'unet', '--liver-labels', '1'];
  await folder.put('none/images/a/0.png', '');
  const { run } = await commands.train!.load();
  await expect(run([...args, '--backend', 'cpu', '--out', join(folder.path, 'run')], 'msa-unet train')).rejects.toThrow(
    `${join(folder.path, 'none')} holds PNG slices, where --liver-labels has no meaning. Leave --liver-labels out, or choose volumes with the patterns --image and --mask`,
  );
});

it('leaves out the name of the function, also where another error repeats the message', async () => {
  const missing = join(folder.path, 'missing');
  const error = await openDataSet(missing).catch((cause: unknown) => cause);
  expect((error as Error).message).toBe(`openDataSet: ${missing} does not exist`);
  expect(await said(trainOptions, () => Promise.reject(error))).toBe(`${missing} does not exist`);
  const outer = new Error(`${(error as Error).message}. Already written: a`, { cause: error });
  expect(await said(trainOptions, () => Promise.reject(outer))).toBe(`${missing} does not exist. Already written: a`);
});
