import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

const main = (table: string) => resolve(`examples/reproduce-${table}/main.ts`);
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const where = () => ({ cwd: folder, env: { ...process.env, TSX_TSCONFIG_PATH: resolve('tsconfig.json') } });
const run = (table: string, args: string) =>
  promisify(execFile)(process.execPath, ['--import', tsx, main(table), ...args.split(' ')], where());

/** The epochs that are told of as ended. */
const epochsIn = (text: string) =>
  [...text.matchAll(/epoch +(\d+) +loss \S+ +val loss/g)].map(([, epoch]) => Number(epoch));

const tiny = '--backend wasm --size 32 --width 1 --limit 4 --batch 2';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reproduce-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a job, then the table, from the command line', async () => {
  await run('table2', `--only unet --epochs 1 ${tiny}`);
  expect(existsSync(join(folder, 'runs/table2/report.html'))).toBe(false);
  const { stdout } = await run('table2', '--merge');
  expect(stdout).toBe('runs/table2/report.html, runs/table2/table.md\n');
  expect(existsSync(join(folder, 'runs/table2/report.html'))).toBe(true);
});

test('after Ctrl-C the same command goes on', async () => {
  const args = `--only unet --epochs 500 ${tiny} --out runs/interrupted`;
  const interruptAfter = async (epochs: number) => {
    const child = spawn(process.execPath, ['--import', tsx, main('table2'), ...args.split(' ')], where());
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
      if (epochsIn(errors).length >= epochs) child.kill('SIGINT');
    });
    expect(await once(child, 'exit')).toEqual([130, null]);
    expect(errors).toContain('Interrupted. To continue with the unfinished jobs, repeat the command.\n');
    return epochsIn(errors);
  };
  const first = await interruptAfter(2);
  expect(first[0]).toBe(1);
  expect((await interruptAfter(1))[0]).toBe(first.at(-1)! + 1);
});

test("the paper's preset is refused on WebAssembly before any data are opened", async () => {
  await expect(run('table1', '--preset paper --backend wasm --data nowhere')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /holds at least \d\.\d GiB; WebAssembly has 4\.0\. Pass --backend tensorflow once it is installed/,
    ),
  });
});
