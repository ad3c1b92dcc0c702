import { join } from 'node:path';

import { buildModel, readDicomSeries, samplesOf, splitDataSet, trainSegmentation } from 'msa-unet';
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
    'buildUnet: height and width must be divisible by 16; received 200×200. Pass --size 208',
  ],
  [
    'two sides',
    predictOptions,
    () => buildModel('unet', [200, 250, 1]),
    'buildUnet: height and width must be divisible by 16; received 200×250. Pass --size 208,256',
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
    '--plateau and --decay cosine both lower the learning rate. Leave --decay out, or pass --no-plateau',
  ],
  [
    'a checkpoint of another run',
    trainOptions,
    () => requireSameConfig({ batchSize: 6, model: 'a' }, { batchSize: 2, model: 'b' }, 'runs/a/checkpoint'),
    'trainSegmentation: the checkpoint in runs/a/checkpoint is of another run: --batch-size was 6 and is 2; `model` was "a" and is "b". Go on with what it was made with, or choose another --out to begin anew',
  ],
  [
    'a seldom option of the library',
    predictOptions,
    () => buildModel('unet', [16, 16, 1], { depth: 9 }),
    'buildUnet: `depth` must be an integer from 1 to 8; received 9',
  ],
])('%s', async (_, options, call, message) => {
  expect(await said(options, call)).toBe(message);
});

it('a damaged checkpoint, where a run or a table goes on from it', async () => {
  await folder.put('checkpoint-000001.bin', 'half');
  const read = () => checkpointFolder(folder.path, { warn: () => {} }).read();
  const message = `checkpointFolder: ${folder.path} cannot be read: all that it holds is damaged. Remove it`;
  expect(await said(trainOptions, read)).toBe(`${message}, or choose another --out, to begin anew`);
  expect(await said(tableOptions, read)).toBe(`${message} to begin anew`);
});

it('a folder of two layouts', async () => {
  await folder.put('volume-0.nii', '');
  await folder.put('segmentation-0.nii', '');
  await folder.put('images/a/0.png', '');
  expect(await said(trainOptions, () => openDataSet(folder.path))).toBe(
    `openDataSet: ${folder.path} holds LiTS and PNG slices; name their folders one by one`,
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
  const changed = 'splitDataSet: the data set has changed since the split was recorded';
  expect(await said(evaluateOptions, () => splitDataSet(set(['a', 'b', 'd']), { record }))).toBe(
    `${changed}: scan d is new. Bring the files back`,
  );
  const tested = record.parts.test[0]!;
  const parts = { ...record.parts, test: [{ ...tested, fingerprint: 'other' }] };
  const copied = () => splitDataSet(set(['a', 'b', 'c']), { record: { ...record, parts } });
  expect(await said(evaluateOptions, copied)).toBe(
    `${changed}: the files of scan ${tested.scan} have changed. Bring the files back, with their times of change: cp -p`,
  );
  const split = { train: ['a#1'], val: ['a#2'], test: ['b'] };
  const twice = memorySet(
    'set',
    ['a#1', 'a#2', 'b'].map((name, i) => [name, scans[i]!] as const),
    split,
  );
  expect(await said(trainOptions, () => splitDataSet(twice))).toBe(
    'splitDataSet: a#1 is in train and a#2 in val, but they are of one patient; mend the lists of the data set',
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
    /^1\.1: 2 series are mixed: .*\. Put the files of one into a folder$/,
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
  expect(await said(trainOptions, () => requireMemory(model, samplesOf([slice]), 6))).toMatch(
    /and WebAssembly has 4\. Take --backend webgpu or tensorflow, --accumulate, a smaller --batch-size or --size, or a narrower network$/,
  );
});

it('commands say it so', async () => {
  const args = ['--data', join(folder.path, 'none'), '--limit', '1', '--model', 'unet', '--liver-labels', '1'];
  await folder.put('none/images/a/0.png', '');
  const { run } = await commands.train!.load();
  await expect(run([...args, '--backend', 'cpu', '--out', join(folder.path, 'run')], 'msa-unet train')).rejects.toThrow(
    `openDataSet: ${join(folder.path, 'none')} holds PNG slices, where --liver-labels has no meaning; leave it out, or say by the patterns --image and --mask which volumes are meant`,
  );
});
