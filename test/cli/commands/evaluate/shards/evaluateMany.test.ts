import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeNifti } from 'msa-unet';
import { fileSystem, useBackend } from 'msa-unet/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { commands } from '../../../../../src/cli/commands';
import { jobName } from '../../../../../src/cli/commands/evaluate/shards/jobName';
import { phantomScans, phantomVolumes } from '../../../../support/phantomScans';
import { brightModel } from '../../../../support/pixelModels';
import { tempFolder } from '../../../../support/tempFolder';

const folder = tempFolder();
const at = (name: string) => join(folder.path, name);
const phantoms = phantomScans(4, { depth: 2, size: 32 }).map((scan) => phantomVolumes(scan));
let said: string[];

beforeEach(async () => {
  said = [];
  for (const method of ['error', 'log'] as const)
    vi.spyOn(console, method).mockImplementation((line) => said.push(String(line)));
  await useBackend('cpu', { log: null });
  await brightModel().save(fileSystem(at('model')));
  for (const [i, { image, labels }] of phantoms.entries()) {
    await folder.put(`ct/volume-${i}.nii.gz`, await encodeNifti(image));
    await folder.put(`ct/segmentation-${i}.nii.gz`, await encodeNifti(labels));
  }
});
afterEach(() => vi.restoreAllMocks());

async function evaluate(...args: string[]): Promise<void> {
  const all = ['--model', at('model'), '--data', at('ct'), '--part', 'all', '--backend', 'cpu', ...args];
  await (await commands.evaluate!.load()).run(all, 'msa-unet evaluate');
}

const share = (...args: string[]) => evaluate('--out', at('scores'), ...args);
const read = (name: string) => readFile(at(name), 'utf8');

test('parts join to the report of one process, to the last digit', async () => {
  await evaluate('--json', at('whole.json'), '--csv', at('whole.csv'), '--open-ends');
  const whole = said.find((line) => line.startsWith('LiTS'))!;
  for (const part of ['2/3', '0/3', '1/3']) await share('--open-ends', '--shard', part);
  expect(said).toContain(`${whole}\n\n4 scans: ${at('scores/scores.json')}, ${at('scores/scores.csv')}`);
  expect(await read('scores/scores.json')).toBe(await read('whole.json'));
  expect(await read('scores/scores.csv')).toBe(await read('whole.csv'));
  expect((await readdir(at('scores'))).sort()).toEqual(['records', 'scores.csv', 'scores.json']);
});

test('what is scored is not scored again, unless its settings change', async () => {
  await share('--shard', '0/2');
  expect(said).toContain(
    '2 of 4 scans are still to do. To join the results, repeat the command with --merge when all parts have ended',
  );
  await share();
  expect(said).toContain('4 scans: 2 records written, 2 there before');
  await expect(share('--threshold', '0.7', '--shard', '0/4')).rejects.toThrow(
    new Error(
      '1 record would be overwritten:\n  volume-0 was scored with other settings (threshold default, now 0.7)\nPass --force to replace them, or another --out',
    ),
  );
  await share('--threshold', '0.7', '--shard', '0/4', '--force');
  expect(said.at(-1)).toMatch(/^volume-0 and volume-1 are of different settings \(threshold 0\.7, now default\)/);
});

test('--merge names what is missing', async () => {
  await share('--shard', '1/2');
  await expect(share('--merge')).rejects.toThrow('2 scans of 4 are missing:\n  shard 0/2: volume-0, volume-2');
});

test('a scan whose voxels are damaged is recorded, and does not stop the others', async () => {
  const whole = await encodeNifti(phantoms[1]!.image);
  await folder.put('ct/volume-1.nii.gz', whole.subarray(0, whole.length - 100));
  await expect(share()).rejects.toThrow(/^1 scan failed:\n {2}volume-1: volume-1\.nii\.gz: the compressed data are/);
  expect(said).toContain('4 scans: 3 records written, 1 failed');
  await expect(share('--merge')).rejects.toThrow(/^1 scan failed:\n {2}volume-1: /);
  await folder.put('ct/volume-1.nii.gz', whole);
  await share();
  expect(said).toContain('4 scans: 1 record written, 3 there before');
});

test.each([
  [['--shard', '0/2'], '--shard needs --out DIR, the folder of the scores'],
  [['--merge'], '--merge needs --out DIR, the folder of the scores'],
  [['--out', 's', '--merge', '--shard', '0/2'], '--merge joins the results of all parts; leave out --shard'],
  [
    ['--out', 's', '--pictures', 'p'],
    '--pictures cannot be combined with --out, which gets scores.json and scores.csv',
  ],
])('%j is refused', async (args, message) => {
  await expect(evaluate(...args)).rejects.toMatchObject({ message: `${message}; see msa-unet evaluate --help` });
});

test('names of scans stay below the folder of the records', () => {
  expect(jobName({ name: 'LiTS 2/volume-0' })).toBe('LiTS%202/volume-0');
  expect(jobName({ name: '../a' })).toBe('%%2E%2E/a');
});
