import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { encodeNifti } from 'msa-unet';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { commands } from '../../../../src/cli/commands';
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
