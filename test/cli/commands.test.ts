import { encodeNifti } from 'msa-unet';
import { expect, test } from 'vitest';

import { UsageError } from '../../src/cli/args/usageError';
import { commands } from '../../src/cli/commands';
import { phantomScans, phantomVolumes } from '../support/phantomScans';
import { tempFolder } from '../support/tempFolder';

const folder = tempFolder();
const run = async (name: string, ...args: string[]) => (await commands[name]!.load()).run(args, `msa-unet ${name}`);

test.each([
  ['train', '--data d --model ceNet --width-multiplier 2', 'ceNet takes --base-filters, not --width-multiplier'],
  [
    'train',
    '--data d --model deepLabV3Plus --base-filters 2',
    'deepLabV3Plus takes --width-multiplier, not --base-filters',
  ],
  ['train', '--data d --window-min 300', '--window-min must be below --window-max; received 300 and 250'],
  [
    'train',
    '--data d --augmentation strong --no-augment --out a',
    '--augmentation and --no-augment cannot be combined',
  ],
  ['train', '--data d --augmentation weak', '--augmentation must be one of paper, strong; received "weak"'],
  ['predict', '--model m a.nii b.nii --out c.mha', '--out must be a folder for 2 scans; received "c.mha"'],
  [
    'predict',
    '--model m a.nii --out c.png',
    '--out: masks are written as .nii.gz, .mha, .mhd, .nrrd, .seg.nrrd, .nhdr or .dcm; received "c.png"',
  ],
  [
    'predict',
    '--model m a.nii --out c.nrrd --format seg.nrrd',
    '--out: a file of --format seg.nrrd ends in .seg.nrrd; received "c.nrrd"',
  ],
  [
    'predict',
    '--model m a.nii --out c --format tiff',
    '--format must be one of nii.gz, mha, mhd, nrrd, seg.nrrd, nhdr, seg, rtstruct; received "tiff"',
  ],
  ['predict', '--model m a.nii --out c.nii', '--out: masks are written compressed; pass "c.nii.gz"'],
  ['table', '1 --merge --only unet', '--merge only builds the table; leave out --only and --models'],
  ['table', '1 --models unet --only unet', '--only and --models cannot be combined'],
  ['table', '1 --liver-labels 1', '--liver-labels needs --data DIR'],
  ['summary', 'unet --input 64,64', '--input must be height,width,channels as 512,512,1; received "64,64"'],
])('%s %s is wrong usage', async (name, args, message) => {
  await expect(run(name, ...args.split(' '))).rejects.toThrow(
    new UsageError(`${message}; see msa-unet ${name} --help`),
  );
});

test('two scans of one name are not written to one mask', async () => {
  const out = `${folder.path}/masks`;
  await expect(run('predict', '--model', 'm', 'a/ct.nii.gz', 'b/ct.mha', '--out', out)).rejects.toThrow(
    new UsageError(
      `Two scans would be written to ${out}/ct-mask.nii.gz; predict them one at a time; see msa-unet predict --help`,
    ),
  );
});

test('a folder without a network is refused', async () => {
  const { image } = phantomVolumes(phantomScans(1)[0]!);
  await folder.put('ct.nii.gz', await encodeNifti(image));
  const args = [
    '--model',
    folder.path,
    `${folder.path}/ct.nii.gz`,
    '--out',
    `${folder.path}/m.mha`,
    '--backend',
    'cpu',
  ];
  await expect(run('predict', ...args)).rejects.toThrow(
    new Error(`${folder.path} contains no model.json; pass the folder of a run or of a saved model`),
  );
});

test('what is there is not overwritten', async () => {
  await folder.put('runs/a/model/model.json', '{}');
  const out = `${folder.path}/runs/a`;
  const train = ['--data', 'd', '--out', out];
  await expect(run('train', ...train)).rejects.toThrow(
    new Error(`${out} already exists. Choose another --out, or continue its run with --resume`),
  );
  await expect(run('train', ...train, '--resume')).rejects.toThrow(
    new Error(`${out} holds a network but no checkpoint to resume from. Choose another --out`),
  );
  await folder.put('s.csv', '');
  const csv = `${folder.path}/s.csv`;
  await expect(run('evaluate', '--model', out, '--data', 'd', '--csv', csv)).rejects.toThrow(
    new Error(`${csv} already exists; pass --force to overwrite it`),
  );
  await expect(run('evaluate', '--model', out, '--data', 'd', '--csv', 'nowhere/s.csv')).rejects.toThrow(
    new Error('nowhere/s.csv cannot be written: folder nowhere does not exist. Create it first'),
  );
});
