import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { encodeNifti } from 'msa-unet';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { commands } from '../../src/cli/commands';
import { phantomScans, phantomVolumes } from '../support/phantomScans';
import { tempFolder } from '../support/tempFolder';

const folder = tempFolder();
const name = 'it\'s $HOME, "mine"';
let printed: string[] = [];
let notes: string[] = [];

beforeEach(() => {
  printed = [];
  notes = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(line));
  vi.spyOn(console, 'error').mockImplementation((line) => void notes.push(line));
});
afterEach(() => vi.restoreAllMocks());

/** Four scans of which liver is label 1, not label 3; names that only patterns fit. */
async function putScans(): Promise<void> {
  for (const [i, scan] of phantomScans(4, { depth: 2, size: 16 }).entries()) {
    const { image, labels } = phantomVolumes(scan);
    const data = labels.data.map((label, voxel) => (label === 0 && voxel % 5 === 0 ? 3 : label));
    await folder.put(`${name}/ct/${i}.nii.gz`, await encodeNifti(image));
    await folder.put(`${name}/masks/${i}.nii.gz`, await encodeNifti({ ...labels, data }));
  }
}

/** Runs a line as a shell does, with this program as `npx msa-unet`. */
function paste(line: string, cwd: string) {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const program = `"${process.execPath}" --import "${tsx}" "${resolve('src/cli/main.ts')}"`;
  const env = { ...process.env, TSX_TSCONFIG_PATH: resolve('tsconfig.json') };
  return promisify(execFile)('sh', ['-c', `npx() { shift; ${program} "$@"; }\n${line}`], { cwd, env });
}

const run = async (command: string, ...args: string[]) =>
  (await commands[command]!.load()).run([...args, '--backend', 'wasm'], `msa-unet ${command}`);

test('the lines that train prints score the test part with its patterns and labels, and segment a scan', async () => {
  await putScans();
  const [data, out] = [join(folder.path, name), join(folder.path, `runs of ${name}`, 'a b')];
  await mkdir(join(folder.path, 'elsewhere'));
  const small = '--model unet --base-filters 2 --epochs 1 --no-augment'.split(' ');
  await run('train', data, '--image', 'ct/*', '--mask', 'masks/*', '--liver-labels', '1', ...small, '--out', out);
  const lines = printed.join('\n').match(/npx msa-unet .*$/gm)!;

  const scored = await paste(lines[0]!, join(folder.path, 'elsewhere'));
  expect(scored.stdout).toMatch(/^pairs of volumes, part test\n/);
  expect(scored.stderr).toContain('Note: label 1 counts as liver\n');
  expect(scored.stderr).not.toContain('Warning');

  await folder.put('elsewhere/scan.nii.gz', await encodeNifti(phantomVolumes(phantomScans(1, { size: 16 })[0]!).image));
  const segmented = await paste(lines[1]!, join(folder.path, 'elsewhere'));
  expect(segmented.stdout).toMatch(/^mask\.nii\.gz: 4×16×16 voxels, liver /);

  notes = [];
  await run('evaluate', '--model', out, '--liver-labels', '1,3', '--part', 'all');
  expect(notes).toContain('Warning: the network was trained with label 1 as liver, but is scored with label 1, 3');
  expect(notes).toContainEqual(expect.stringMatching(/^Warning: the network was trained or validated on 3 of the 4 /));
});
