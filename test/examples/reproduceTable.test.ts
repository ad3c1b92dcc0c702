import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { bundled } from '../support/bundled';

const main = (table: string) => bundled(`examples/reproduce-${table}/main.ts`);
const run = async (table: string, args: string) =>
  promisify(execFile)(process.execPath, [await main(table), ...args.split(' ')], { cwd: folder });

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
    const child = spawn(process.execPath, [await main('table2'), ...args.split(' ')], { cwd: folder });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
      if (!child.killed && epochsIn(errors).length >= epochs) child.kill('SIGINT'); // a second signal would end it at once
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
