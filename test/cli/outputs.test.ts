import { rmSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeNifti } from 'msa-unet';
import { fileSystem, useBackend } from 'msa-unet/node';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { commands } from '../../src/cli/commands';
import { phantomScans, phantomVolumes } from '../support/phantomScans';
import { brightModel } from '../support/pixelModels';
import { tempFolder } from '../support/tempFolder';

const folder = tempFolder();
const at = (name: string) => join(folder.path, name);
const run = async (command: string, ...args: string[]) =>
  (await commands[command]!.load()).run(args, `msa-unet ${command}`);

beforeEach(() => {
  for (const method of ['error', 'log'] as const) vi.spyOn(console, method).mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

/** Command lines whose inputs do not exist: only what is checked before they are read can be complained of. */
const withOutput: Record<string, (out: string) => string[]> = {
  'evaluate --csv': (out) => ['evaluate', '--model', 'none', '--data', 'none', '--csv', `${out}.csv`],
  'evaluate --json': (out) => ['evaluate', '--model', 'none', '--data', 'none', '--json', `${out}.json`],
  'evaluate --pictures': (out) => ['evaluate', '--model', 'none', '--data', 'none', '--pictures', out],
  'predict to a file': (out) => ['predict', '--model', 'none', 'none.nii.gz', '--out', `${out}.nii.gz`],
  'predict to a header': (out) => ['predict', '--model', 'none', 'none.nii.gz', '--out', `${out}.mhd`],
  'predict to a folder': (out) => ['predict', '--model', 'none', 'none.nii.gz', '--out', out],
  'inspect --out': (out) => ['inspect', 'none', '--out', `${out}.png`],
  'train --out': (out) => ['train', '--data', 'none', '--out', out],
  'table --merge --out': (out) => ['table', '1', '--merge', '--out', out],
  'table --out': (out) => ['table', '1', '--data', 'none', '--backend', 'cpu', '--out', out],
};

describe.each(Object.entries(withOutput))('%s', (_, line) => {
  const [command, ...args] = line('') as [string, ...string[]];
  const out = args.at(-1)!;
  const complaint = (path: string) => run(command, ...args.slice(0, -1), path).catch((error: Error) => error.message);

  test('is refused below a file before anything is read', async () => {
    await folder.put('file', '');
    expect(await complaint(`${at('file/a')}${out}`)).toBe(
      `${at('file/a')}${out} cannot be written: ${at('file')} is a file, not a folder`,
    );
  });

  test('is refused where the other of file and folder is before anything is read', async () => {
    const path = `${at('a')}${out}`;
    const isFile = out !== '';
    await (isFile ? mkdir(path) : folder.put('a', ''));
    expect(await complaint(path)).toBe(
      isFile ? `${path} is a folder. Choose a file` : `${path} is a file. Choose a folder`,
    );
  });
});

test.each(['train --out', 'table --out', 'predict to a folder'])(
  '%s takes an empty folder that is there',
  async (name) => {
    await mkdir(at('out'));
    const [command, ...args] = withOutput[name]!(at('out')) as [string, ...string[]];
    await expect(run(command, ...args)).rejects.toThrow(/none(\.nii\.gz)?( does not exist|: )/); // the data
    expect(await readdir(at('out'))).toEqual([]);
  },
);

test('predict refuses the voxels of a header that are there', async () => {
  await folder.put('mask.zraw', '');
  await expect(run('predict', '--model', 'none', 'none.nii.gz', '--out', at('mask.mhd'))).rejects.toThrow(
    new Error(`${at('mask.zraw')} already exists; pass --force to overwrite it`),
  );
});

test('evaluate prints the scores, and writes what it can, if a file cannot be written at the end', async () => {
  const { image, labels } = phantomVolumes(phantomScans(1, { depth: 2, size: 16 })[0]!);
  await folder.put('data/volume-0.nii.gz', await encodeNifti(image));
  await folder.put('data/segmentation-0.nii.gz', await encodeNifti(labels));
  await useBackend('cpu', { log: null });
  await brightModel().save(fileSystem(at('model')));
  await mkdir(at('lost'));
  const log = vi.spyOn(console, 'log').mockImplementation(() => rmSync(at('lost'), { recursive: true, force: true }));
  const outputs = ['--csv', at('lost/s.csv'), '--json', at('s.json')];
  await expect(
    run('evaluate', '--model', at('model'), at('data'), '--part', 'all', ...outputs, '--backend', 'cpu'),
  ).rejects.toThrow(/^ENOENT: no such file or directory/);
  expect(log.mock.calls).toEqual([[expect.stringMatching(/^LiTS, all scans\n\n(.|\n)*DSC +\d\.\d{4}/)]]);
  expect(JSON.parse(await readFile(at('s.json'), 'utf8')).volumes).toHaveLength(1);
});
