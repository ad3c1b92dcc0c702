import { spawnSync } from 'node:child_process';
import { chmod, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { expect, test } from 'vitest';

import { paperTables, type TableName } from '../../src/report/paperTables';
import { tempFolder } from '../support/tempFolder';

const temp = tempFolder();
const slurm = resolve('examples/cluster/table1.slurm');
const predict = resolve('examples/cluster/predict.slurm');
const rowsOf = (table: TableName) => paperTables[table].rows.map(({ name }) => name);

/** Runs the script with a program in the place of `sbatch` or `npm` that writes down its arguments, one call a line. */
async function callsOf(program: 'sbatch' | 'npm' | 'npx', env: Record<string, string>, args: string[], script = slurm) {
  const log = join(temp.path, 'calls');
  await temp.put(
    `bin/${program}`,
    `#!/bin/bash\necho "$@" >> '${log}'\nwc -l < '${log}'\necho "$MSA_UNET_THREADS" > '${log}.threads'\n`,
  );
  await chmod(join(temp.path, 'bin', program), 0o755);
  const PATH = `${join(temp.path, 'bin')}:${process.env.PATH}`;
  const { status, stdout, stderr } = spawnSync('bash', [script, ...args], {
    encoding: 'utf8',
    env: { PATH, ...env },
    timeout: 20_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return { stdout, calls: (await readFile(log, 'utf8')).trimEnd().split('\n') };
}

test('the Slurm script submits a task for each network, then one that builds the table', async () => {
  const { stdout, calls } = await callsOf('sbatch', { TABLE: 'table2' }, ['--data', 'ct', '--out', 'o']);
  const shared = (step: string) => `--parsable --export=ALL,TABLE=table2,TABLE_STEP=${step} --chdir=${resolve('.')}`;
  expect(calls).toEqual([
    `${shared('job')} --array=0-5 ${slurm} --data ct --out o`,
    `${shared('merge')} --dependency=afterany:1 --output=%x-%j.log ${slurm} --data ct --out o`,
  ]);
  expect(stdout).toBe('table2: job array 1, then 2 builds the table; run squeue --me to see their progress\n');
});

test.each(['table1', 'table2'] as const)('the tasks of %s are its rows', async (table) => {
  for (const [task, name] of rowsOf(table).entries()) {
    const env = { TABLE: table, TABLE_STEP: 'job', SLURM_ARRAY_TASK_ID: String(task) };
    const { calls } = await callsOf('npm', env, ['--out', 'o']);
    expect(calls.at(-1)).toBe(`run --silent ${table} -- --only ${name} --out o`);
  }
});

test('the Kubernetes job has a task for each row of Table 1', async () => {
  const text = await readFile('examples/cluster/table1.k8s.yaml', 'utf8');
  expect(text).toContain(`names=(${rowsOf('table1').join(' ')})`);
  expect(text).toContain(`completions: ${rowsOf('table1').length}\n`);
});

test('the Slurm script of a prediction submits a task for each part, then one that joins the results', async () => {
  const args = ['--model', 'm', '--out', 'o'];
  const { stdout, calls } = await callsOf('sbatch', { SHARDS: '3' }, args, predict);
  const shared = (step: string) =>
    `--parsable --export=ALL,COMMAND=predict,SHARDS=3,STEP=${step} --chdir=${resolve('.')}`;
  expect(calls).toEqual([
    `${shared('job')} --array=0-2 ${predict} --model m --out o`,
    `${shared('merge')} --dependency=afterany:1 --output=%x-%j.log ${predict} --model m --out o`,
  ]);
  expect(stdout).toBe('predict: job array 1, then 2 joins the results; run squeue --me to see their progress\n');
});

test.each([
  ['2', '2'],
  ['32', '8'],
])('a task on %s processors does its part of the scans on %s threads', async (cpus, threads) => {
  const env = { STEP: 'job', COMMAND: 'evaluate', SHARDS: '3', SLURM_ARRAY_TASK_ID: '2', SLURM_CPUS_PER_TASK: cpus };
  const { calls } = await callsOf('npx', env, ['--out', 'o'], predict);
  expect(calls).toEqual(['--no-install msa-unet evaluate --out o --shard 2/3']);
  expect(await readFile(join(temp.path, 'calls.threads'), 'utf8')).toBe(`${threads}\n`);
});

test('the last task joins the results', async () => {
  const { calls } = await callsOf('npx', { STEP: 'merge', SHARDS: '3' }, ['--out', 'o'], predict);
  expect(calls).toEqual(['--no-install msa-unet predict --out o --merge']);
});

test('the Kubernetes job of a prediction has a pod for each part, and both jobs take the same options', async () => {
  const text = await readFile('examples/cluster/predict.k8s.yaml', 'utf8');
  const [, count] = /completions: (\d+)\n/.exec(text)!;
  expect(text).toContain(`parallelism: ${count}\n`);
  const [first, second, ...more] = [...text.matchAll(/exec npx --no-install msa-unet (.+)/g)].map(([, args]) => args!);
  expect(more).toEqual([]);
  expect(first).toBe(second!.replace('--merge', `--shard "$JOB_COMPLETION_INDEX/${count}"`));
  expect(second).toMatch(/ --merge$/);
});
