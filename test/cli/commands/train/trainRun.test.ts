import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { encodeNifti, labelTable, readVolume, strongAugmentation } from 'msa-unet';
import { ctFiles } from 'msa-unet/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { commands } from '../../../../src/cli/commands';
import { waitForClaim } from '../../../../src/node/claims/waitForClaim';
import { claimOf, dead, elsewhere } from '../../../support/claims';
import { phantomScans, phantomVolumes } from '../../../support/phantomScans';
import { tempFolder } from '../../../support/tempFolder';

const folder = tempFolder();
const out = () => join(folder.path, 'runs/a');
let told: string[];

beforeEach(async () => {
  told = [];
  vi.spyOn(console, 'error').mockImplementation((line) => void told.push(line));
  vi.spyOn(console, 'log').mockImplementation(() => {});
  for (const [i, scan] of phantomScans(3, { depth: 2, size: 32 }).entries()) {
    const { image, labels } = phantomVolumes(scan);
    await folder.put(`data/volume-${i}.nii.gz`, await encodeNifti(image));
    await folder.put(`data/segmentation-${i}.nii.gz`, await encodeNifti(labels));
  }
});
afterEach(() => vi.restoreAllMocks());

async function train(...more: string[]): Promise<void> {
  const network = ['--model', 'unet', '--base-filters', '1', '--epochs', '1', '--backend', 'cpu'];
  const args = ['--data', join(folder.path, 'data'), '--out', out(), ...network, ...more];
  await (await commands.train!.load()).run(args, 'msa-unet train');
}

test('a run that fails before its first step leaves its folder free for the corrected command', async () => {
  await expect(train('--liver-labels', '5', '--size', '16')).rejects.toMatchObject({
    message: 'every mask in `train` is empty. Check the masks, and that --liver-labels names labels in them',
  });
  expect(existsSync(out())).toBe(false);
  await train('--size', '16');
  expect(existsSync(join(out(), 'model/model.json'))).toBe(true);
});

test('the settings record the options of --augmentation', async () => {
  await train('--size', '16', '--augmentation', 'strong');
  const { recipe } = JSON.parse(readFileSync(join(out(), 'settings.json'), 'utf8'));
  expect(recipe.augmentation).toMatchObject({ horizontalFlip: true, ...strongAugmentation });
});

test('--labels train, predict and score organs by name', async () => {
  for (const [i, scan] of phantomScans(3, { depth: 2, size: 16 }).entries()) {
    const { labels } = phantomVolumes(scan);
    const data = labels.data.map((inside, n) => (inside ? 1 + (n % 2) : 0));
    await folder.put(`data/segmentation-${i}.nii.gz`, await encodeNifti({ ...labels, data }));
    await folder.put(`data/volume-${i}.nii.gz`, await encodeNifti(phantomVolumes(scan).image));
  }
  await train('--labels', 'liver=1,2', '--labels', 'tumour=2');
  expect(told).toContain('Note: regions that may overlap: liver (1, 2), tumour (2)');
  const settings = JSON.parse(readFileSync(join(out(), 'settings.json'), 'utf8'));
  expect(settings.labels).toEqual(labelTable({ liver: [1, 2], tumour: [2] }));
  expect(settings.network.options).toMatchObject({ classes: 2, activation: 'sigmoid' });

  const run = async (command: 'predict' | 'evaluate', ...args: string[]) =>
    (await commands[command]!.load()).run(['--model', out(), '--backend', 'cpu', ...args], `msa-unet ${command}`);
  vi.mocked(console.log).mockClear();
  const mask = join(folder.path, 'mask.seg.nrrd');
  await run('predict', '--image', join(folder.path, 'data/volume-0.nii.gz'), '--out', mask);
  expect(vi.mocked(console.log).mock.calls[0]![0]).toMatch(/voxels, liver [\d.]+ ml, tumour [\d.]+ ml$/);
  const { segments } = await readVolume(await ctFiles(mask), { kind: 'label', onNote: null });
  expect(segments!.map(({ name, value }) => [name, value])).toEqual([
    ['liver', 1],
    ['tumour', 2],
  ]);
  const report = join(folder.path, 'report.json');
  await run('evaluate', '--part', 'all', '--tolerance', '3', '--json', report);
  const { classes, confusion } = JSON.parse(readFileSync(report, 'utf8'));
  expect(Object.keys(classes)).toEqual(['liver', 'tumour']);
  expect(classes.tumour.perVolume.surfaceDice.n).toBeGreaterThan(0);
  expect(confusion).toBeNull();
  await expect(run('evaluate', '--part', 'all', '--labels', 'spleen=1')).rejects.toThrow(
    'The network segments liver, tumour, but volume-0 is read with spleen; pass the --labels of the training',
  );
});

test('labels are read one by one, and once each', async () => {
  await expect(train('--labels', 'liver')).rejects.toThrow('--labels must be all, or a name and its numbers');
  await expect(train('--labels', 'a=1', '--labels', 'a=2')).rejects.toThrow('--labels a is given twice');
  await expect(train('--labels', 'all', '--labels', 'a=2')).rejects.toThrow('--labels all stands alone');
  expect(existsSync(out())).toBe(false);
});

test('a network that cannot be built leaves its folder free, with --resume too', async () => {
  await expect(train('--size', '17', '--resume')).rejects.toThrow('height and width must be divisible by 16');
  expect(existsSync(out())).toBe(false);
});

test('a folder that was there before stays', async () => {
  await folder.put('runs/a/notes.txt', 'mine');
  await expect(train('--liver-labels', '5', '--resume')).rejects.toThrow('every mask in `train` is empty');
  expect(existsSync(join(out(), 'notes.txt'))).toBe(true);
  expect(existsSync(join(out(), 'checkpoint'))).toBe(false);
});

test('data that cannot be read are an error before a backend starts', async () => {
  await folder.put('data/volume-0.nii.gz', 'text');
  await expect(train()).rejects.toThrow(/^volume-0\.nii\.gz: /);
  expect(told).toEqual([]);
  expect(existsSync(out())).toBe(false);
});

test('a folder that a run works in is refused to another, which learns who holds it', async () => {
  const release = await waitForClaim(out());
  await expect(train('--size', '16')).rejects.toThrow(
    `${out()} is in use by process ${process.pid} on ${hostname()}. Choose another --out, or continue its run afterwards with --resume`,
  );
  await release();
});

test('of two runs that start at once in a folder one is refused', async () => {
  const ends = await Promise.allSettled([train('--size', '16'), train('--size', '16')]);
  const failed = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason.message);
  expect(failed).toEqual([expect.stringMatching(/runs.a (is in use by process|already exists)/)]); // when the other is quick
  expect(readdirSync(out()).sort()).toEqual(['checkpoint', 'history.json', 'model', 'settings.json', 'split.json']);
});

test('a run that is resumed waits for the one in its folder, and says so', async () => {
  await folder.put(`runs/a/${claimOf(elsewhere)}`, '');
  const resumed = train('--size', '16', '--resume');
  await vi.waitFor(() => expect(told).toEqual([`Waiting for process 1 on elsewhere, which works in ${out()}`]));
  await folder.remove(`runs/a/${claimOf(elsewhere)}`);
  await resumed;
  expect(existsSync(join(out(), 'model/model.json'))).toBe(true);
});

test('what a run has left that was killed before its first checkpoint is in nobody’s way', async () => {
  await folder.put(`runs/a/${claimOf(dead)}`, '');
  await folder.put(`runs/a/checkpoint/${claimOf(dead)}`, '');
  await train('--size', '16');
  expect(existsSync(join(out(), 'model/model.json'))).toBe(true);
});

test('a run that was refused leaves none of the folders above its own', async () => {
  await expect(train('--size', '17')).rejects.toThrow('must be divisible by 16');
  expect(existsSync(join(folder.path, 'runs'))).toBe(false);
  await folder.put('data/volume-0.nii.gz', 'text');
  await expect(train()).rejects.toThrow(/^volume-0\.nii\.gz: /);
  expect(existsSync(join(folder.path, 'runs'))).toBe(false);
});

test('slices, windows, patches and a pixel size are those of training in evaluate and predict', async () => {
  const channels = ['--context', '1', '--context-mm', '3', '--windows=-200,250', '--windows', '0,150'];
  await train(...channels, '--spacing', '2', '--patch', '16', '--foreground', '0.5', '--no-clahe');
  const settings = JSON.parse(readFileSync(join(out(), 'settings.json'), 'utf8'));
  expect(settings).toMatchObject({
    preprocessing: {
      ...{ size: null, spacing: [2, 2], windows: [[-200, 250], [0, 150]], clahe: null }, // biome-ignore format: a list
      ...{ context: 1, contextMm: 3 },
    },
    recipe: { patch: [16, 16], foreground: 0.5 },
  });
  const run = async (command: 'predict' | 'evaluate', ...args: string[]) =>
    (await commands[command]!.load()).run(['--model', out(), '--backend', 'cpu', ...args], `msa-unet ${command}`);
  const report = join(folder.path, 'report.json');
  await run('evaluate', '--part', 'all', '--json', report);
  expect(JSON.parse(readFileSync(report, 'utf8')).volumes).toHaveLength(3);
  const mask = join(folder.path, 'mask.nii.gz');
  await run('predict', '--image', join(folder.path, 'data/volume-0.nii.gz'), '--out', mask);
  expect(told.join('\n')).toContain(
    'windows −200 to 250 and 0 to 150 HU, no CLAHE, pixels of 2 × 2 mm, 3 slices 3 mm apart',
  );
  const { shape } = await readVolume(await ctFiles(mask), { kind: 'label', onNote: null });
  expect(shape).toEqual([2, 32, 32]);
});

test.each([
  [['--spacing', '2'], '--spacing needs --patch, as slices then differ in size'],
  [['--size', '16', '--spacing', '2'], '--size and --spacing cannot be combined'],
  [['--windows', '0,9', '--window-min', '3'], '--windows cannot be combined with --window-min or --window-max'],
  [['--context-mm', '3'], '--context-mm needs --context'],
])('%o is refused', async (args, message) => {
  await expect(train(...args)).rejects.toThrow(message);
});

test('patches of slices that are resized train, are saved and predict whole slices', async () => {
  await train('--size', '24', '--patch', '16');
  const settings = JSON.parse(readFileSync(join(out(), 'settings.json'), 'utf8'));
  expect([settings.preprocessing.size, settings.recipe.patch]).toEqual([
    [24, 24],
    [16, 16],
  ]);
  const report = join(folder.path, 'report.json');
  const args = ['--model', out(), '--backend', 'cpu', '--part', 'all', '--json', report];
  await (await commands.evaluate!.load()).run(args, 'msa-unet evaluate');
  expect(JSON.parse(readFileSync(report, 'utf8')).volumes).toHaveLength(3);
});
