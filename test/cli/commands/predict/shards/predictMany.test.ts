import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeNifti, readVolume, volumeMl } from 'msa-unet';
import { ctFiles, fileSystem, useBackend } from 'msa-unet/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { commands } from '../../../../../src/cli/commands';
import { leftoversIn } from '../../../../support/crashing';
import { phantomScans, phantomVolumes } from '../../../../support/phantomScans';
import { brightModel } from '../../../../support/pixelModels';
import { tempFolder } from '../../../../support/tempFolder';

const folder = tempFolder();
const at = (name: string) => join(folder.path, name);
const phantoms = phantomScans(4, { depth: 2, size: 16 }).map((scan) => phantomVolumes(scan));
const names = ['a/ct-1', 'a/ct-2', 'b/ct-1', 'b/ct-10'];
let said: string[];

beforeEach(async () => {
  said = [];
  for (const method of ['error', 'log'] as const)
    vi.spyOn(console, method).mockImplementation((line) => said.push(String(line)));
  await useBackend('cpu', { log: null });
  await brightModel().save(fileSystem(at('model')));
  for (const [i, name] of names.entries()) await folder.put(`ct/${name}.nii.gz`, await encodeNifti(phantoms[i]!.image));
});
afterEach(() => vi.restoreAllMocks());

async function predict(...args: string[]): Promise<void> {
  const all = ['--model', at('model'), '--out', at('masks'), '--backend', 'cpu', ...args];
  await (await commands.predict!.load()).run(all, 'msa-unet predict');
}

const below = (...args: string[]) => predict('--data', at('ct'), ...args);
const masks = async () => {
  const found = await readdir(at('masks'), { recursive: true });
  return found.filter((name) => name.endsWith('.nii.gz')).sort();
};
const joined = async () => JSON.parse(await readFile(at('masks/predictions.json'), 'utf8'));
const statuses = async () => (await joined()).scans.map(({ status }: { status: string }) => status);

test('every scan below a folder gets its mask, and the volumes are listed', async () => {
  await below();
  expect(await masks()).toEqual(names.map((name) => `${name}-mask.nii.gz`));
  const mask = await readVolume(await ctFiles(at('masks/b/ct-10-mask.nii.gz')), { kind: 'label' });
  const [header, ...rows] = (await readFile(at('masks/predictions.csv'), 'utf8')).trimEnd().split('\n');
  expect(header).toBe('scan,status,mask,label,ml,seconds,reason');
  expect(rows[3]).toMatch(
    new RegExp(`^b/ct-10,done,b/ct-10-mask\\.nii\\.gz,liver,${volumeMl(mask).toFixed(3)},[\\d.]+,$`),
  );
  expect((await joined()).scans[3]).toMatchObject({
    ...{ name: 'b/ct-10', scan: at('ct/b/ct-10.nii.gz'), shape: [2, 16, 16], isUneven: false },
    volumes: [{ name: 'liver', ml: volumeMl(mask) }],
  });
  expect(await leftoversIn(folder.path)).toEqual([]);
});

test('parts share the scans, and the last one joins the results', async () => {
  await below('--shard', '1/3');
  expect(await masks()).toEqual(['a/ct-2-mask.nii.gz']);
  expect(said).toContain(
    '3 of 4 scans are still to do. To join the results, repeat the command with --merge when all parts have ended',
  );
  await below('--shard', '0/3');
  await below('--shard', '2/3');
  expect(said).toContain(`4 masks of 4 scans: ${at('masks/predictions.json')}, ${at('masks/predictions.csv')}`);
  expect(await statuses()).toEqual(['done', 'done', 'done', 'done']);
});

test('a part without scans is no error', async () => {
  await below('--shard', '5/6');
  expect(said).toContain('shard 5/6, 0 scans: 0 masks written');
});

test('masks that are there stay, whatever the parts', async () => {
  await below('--shard', '0/2');
  const { mtimeMs } = await stat(at('masks/a/ct-1-mask.nii.gz'));
  await below('--shard', '0/1');
  expect(said).toContain('4 scans: 2 masks written, 2 there before');
  expect((await stat(at('masks/a/ct-1-mask.nii.gz'))).mtimeMs).toBe(mtimeMs);
});

test('a mask that has been removed is made again', async () => {
  await below();
  await rm(at('masks/a/ct-1-mask.nii.gz'));
  await below();
  expect(said).toContain('4 scans: 1 mask written, 3 there before');
});

test('--merge names the scans and parts that are missing, and joins what is there', async () => {
  await below('--shard', '0/2');
  await expect(below('--merge')).rejects.toThrow(new Error('2 scans of 4 are missing:\n  shard 1/2: a/ct-2, b/ct-10'));
  expect(await statuses()).toEqual(['done', 'missing', 'done', 'missing']);
  await below('--shard', '1/2');
  await below('--merge');
  expect(await statuses()).toEqual(['done', 'done', 'done', 'done']);
});

test('a broken scan is recorded, does not stop the others, and is tried again', async () => {
  await folder.put('ct/a/ct-2.nii.gz', 'text');
  await expect(below('--shard', '1/2')).rejects.toThrow(
    /^1 scan failed:\n {2}a\/ct-2: ct-2\.nii\.gz: not a supported format; .*\nRepeat the command to try again; what is done stays$/,
  );
  await below('--shard', '0/2');
  expect(await masks()).toEqual(['a/ct-1-mask.nii.gz', 'b/ct-1-mask.nii.gz', 'b/ct-10-mask.nii.gz']);
  expect(await statuses()).toEqual(['done', 'failed', 'done', 'done']);
  await expect(below('--merge')).rejects.toThrow(/^1 scan failed:\n {2}a\/ct-2: ct-2/);
  await folder.put('ct/a/ct-2.nii.gz', await encodeNifti(phantoms[1]!.image));
  await below('--shard', '1/2');
  expect(await statuses()).toEqual(['done', 'done', 'done', 'done']);
});

test('masks among the scans are skipped, grey levels are not', async () => {
  const { labels, image } = phantoms[0]!;
  await folder.put('ct/a/seg-1.nii.gz', await encodeNifti(labels));
  await folder.put('ct/a/seg-2.nii.gz', await encodeNifti({ ...labels, kind: 'hu' }));
  await folder.put('ct/a/seg-3.nii.gz', await encodeNifti({ ...labels, kind: 'hu', data: labels.data.map(() => 0) }));
  const grey = image.data.map((hu) => Math.min(Math.max(hu, 0), 255));
  await folder.put('ct/c.nii.gz', await encodeNifti({ ...image, data: Uint8Array.from(grey) }));
  await expect(below()).rejects.toThrow('holds grey levels or labels, not Hounsfield units');
  expect(said).toContain('8 scans: 4 masks written, 3 skipped, as masks, 1 failed');
});

test('--image is a pattern among the scans of --data', async () => {
  await below('--image', 'a/ct-*');
  expect(await masks()).toEqual(['a/ct-1-mask.nii.gz', 'a/ct-2-mask.nii.gz']);
});

test('scans that are named one by one are shared too', async () => {
  const images = ['a/ct-2', 'b/ct-1'].map((name) => at(`ct/${name}.nii.gz`));
  await predict(...images, '--shard', '1/2');
  expect(await masks()).toEqual(['ct-1-mask.nii.gz']);
});

test('masks of other settings or other programs, and changed ones, are not overwritten without --force', async () => {
  await folder.put('masks/a/ct-2-mask.nii.gz', 'mine');
  await below('--image', 'b/*');
  await writeFile(at('masks/b/ct-10-mask.nii.gz'), 'corrected');
  await expect(below('--threshold', '0.7')).rejects.toThrow(
    new Error(
      `3 files would be overwritten:\n  ${at('masks/a/ct-2-mask.nii.gz')} is not a mask of this command\n  ${at('masks/b/ct-1-mask.nii.gz')} was predicted with other settings (threshold default, now 0.7)\n  ${at('masks/b/ct-10-mask.nii.gz')} was predicted with other settings (threshold default, now 0.7)\nPass --force to replace them, or another --out`,
    ),
  );
  await expect(below()).rejects.toThrow(`${at('masks/b/ct-10-mask.nii.gz')} has been changed since it was predicted`);
  await below('--threshold', '0.7', '--force');
  expect(await statuses()).toEqual(['done', 'done', 'done', 'done']);
  await below('--threshold', '0.7', '--force');
  expect(said).toContain('4 scans: 0 masks written, 4 there before');
});

test('masks of different settings are not joined', async () => {
  await below('--shard', '0/2', '--threshold', '0.7');
  await below('--shard', '1/2');
  expect(said.at(-1)).toMatch(
    /^a\/ct-1 and a\/ct-2 are of different settings \(threshold 0\.7, now default\)\. To join/,
  );
  await expect(below('--merge')).rejects.toThrow(
    'a/ct-1 and a/ct-2 are of different settings (threshold 0.7, now default)',
  );
});

test.each([
  [['--data', 'ct', '--out', 'a.nii.gz'], '--out must be a folder for all scans; received "a.nii.gz"'],
  [['--data', 'ct', '--out', './ct'], '--out must be another folder than --data; received "./ct" for both'],
  [['--data', 'ct', '--merge', '--shard', '0/2'], '--merge joins the results of all parts; leave out --shard'],
  [['--shard', '0/2'], '--image PATH or --data DIR is needed'],
  [[], '--image PATH or --data DIR is needed'],
  [['--data', 'ct', '--image', 'a', '--image', 'b'], 'With --data, --image is a pattern, given once; received 2 paths'],
  [
    ['a/ct.nii', 'b/ct.nii', '--shard', '0/2'],
    'Two scans would be written to masks/ct-mask.nii.gz; pass their folder as --data',
  ],
])('%j is refused', async (args, message) => {
  const out = args.includes('--out') ? [] : ['--out', 'masks'];
  const run = (await commands.predict!.load()).run(['--model', 'm', ...args, ...out], 'msa-unet predict');
  await expect(run).rejects.toMatchObject({ name: 'UsageError', message: `${message}; see msa-unet predict --help` });
});

test('a folder without scans is an error', async () => {
  await rm(at('ct'), { recursive: true });
  await folder.put('ct/notes.txt', '');
  await expect(below()).rejects.toThrow(`${at('ct')} holds no scan: no volume file, zip or folder of DICOM slices`);
});
