import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import { commands } from '../../src/cli/commands';
import { putPageFiles } from '../support/pageFiles';
import { readPage } from '../support/pages';
import { shellCommands } from '../support/shellCommands';

/** Each row of the table "what you have → what to type" with a command, as [have, command]. */
const rows = [...readPage('docs/data.md').matchAll(/^\| (.+?) +\| `(npx msa-unet .+?)` +\|$/gm)].map(
  ([, have, command]) => [have!, command!] as const,
);

const quick = '--model unet --base-filters 2 --size 32 --epochs 1 --limit 8 --no-augment --backend wasm'.split(' ');
const home = process.cwd();
let files: string;
let folder: string;

/** Runs a command line of the table; `train` with a small network and few slices. */
async function run(line: string): Promise<void> {
  const [, , name, ...args] = shellCommands(line)[0]!;
  const paths = args.flatMap((word) => (word === 'ct/*.nii.gz' ? ['ct/scan1.nii.gz', 'ct/scan2.nii.gz'] : word)); // as a shell does
  const more = name === 'train' ? [...quick, '--out', 'runs/row'] : ['--backend', 'wasm'];
  await (await commands[name!]!.load()).run([...paths, ...more], `msa-unet ${name}`);
}

beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'rows-'));
  await putPageFiles(files);
  process.chdir(files);
  await run('npx msa-unet train --data LiTS');
  await cp('runs/row', 'runs/liver', { recursive: true });
  await rm('runs/row', { recursive: true });
});
afterAll(async () => {
  process.chdir(home);
  await rm(files, { recursive: true });
});
beforeEach(async () => {
  vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockReturnValue();
  folder = await mkdtemp(join(tmpdir(), 'row-'));
  await cp(files, folder, { recursive: true });
  process.chdir(folder);
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.chdir(files);
  await rm(folder, { recursive: true });
});

test('the table has a command for every data set and every kind of scan', () => {
  expect(rows.length).toBe(24);
});

test.each(rows)('%s: %s', async (_, command) => {
  await run(command);
  const out = /--out (\S+)/.exec(command)?.[1] ?? 'runs/row/settings.json';
  await expect(stat(out)).resolves.toBeDefined();
});

test('a row whose files are missing fails', async () => {
  await expect(run('npx msa-unet train --data nowhere')).rejects.toThrow('nowhere does not exist');
  await expect(run("npx msa-unet train --data hospital --image 'scans/*' --mask 'masks/*_liver'")).rejects.toThrow(
    "'scans/*' fits no file",
  );
});
