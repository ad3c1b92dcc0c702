import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import * as tf from '@tensorflow/tfjs';
import { openRun } from 'msa-unet/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nextSteps, programOf } from '../../examples/quickstart/nextSteps';
import { bundled } from '../support/bundled';

const quickstart = () => bundled('examples/quickstart/main.ts');
const run = async (...args: string[]) =>
  promisify(execFile)(process.execPath, [await quickstart(), ...args], { cwd: folder });

let folder: string;
let output: { stdout: string; stderr: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quickstart-'));
  const small = '--epochs 2 --limit 4 --size 32 --base-filters 2 --backend wasm --name small';
  output = await run(...small.split(' '));
});
afterAll(() => rm(folder, { recursive: true }));

test('prints the scores beside the baseline', () => {
  expect(output.stdout).toMatch(/DSC +\d\.\d{3} ± \d\.\d{3} +\d\.\d{3} ± \d\.\d{3}\n/);
  expect(output.stdout).toMatch(/Thresholding reaches a DSC of at most \d\.\d{3} per patient/);
  expect(output.stdout).toMatch(/is empty in both ground truth and prediction, its score is 1/);
});

test('writes one line per epoch without a terminal', () => {
  expect(output.stderr.split('\n').filter((line) => line.startsWith('epoch'))).toHaveLength(2);
  expect(output.stderr).not.toContain('\r');
});

test('writes metrics, history, split, curve, overlays and a report that shows them', async () => {
  const files = await readdir(join(folder, 'runs/small'));
  expect(files.sort()).toEqual(
    'history.json loss-curve.svg metrics.json model overlays report.html scan.nii.gz settings.json split.json'.split(
      ' ',
    ),
  );
  const split = JSON.parse(await readFile(join(folder, 'runs/small/split.json'), 'utf8'));
  expect(split).toMatchObject({ dataSet: 'phantom', by: 'patient', seed: 1 });
  const metrics = JSON.parse(await readFile(join(folder, 'runs/small/metrics.json'), 'utf8'));
  expect(metrics.slices).toEqual({ train: 4, val: 4, test: 4 });
  const report = await readFile(join(folder, 'runs/small/report.html'), 'utf8');
  for (const overlay of await readdir(join(folder, 'runs/small/overlays')))
    expect(report).toContain(`src="overlays/${overlay}"`);
});

test('saves a run that opens', async () => {
  await tf.setBackend('cpu');
  const { model, settings, inference } = await openRun(join(folder, 'runs/small'));
  expect(model.inputs[0]!.shape).toEqual([null, 32, 32, 1]);
  expect(inference).toMatchObject({ size: [32, 32], clahe: { clipLimit: 2 } });
  expect(settings).toMatchObject({ data: { sources: [{ kind: 'phantom', patients: 40 }] }, recipe: { epochs: 2 } });
});

test('where the package is installed, the commands call it by npx', () => {
  const file = 'file:///home/me/node_modules/msa-unet/examples/quickstart/nextSteps.ts';
  const lines = nextSteps('runs/a', null, programOf(file)).split('\n');
  expect(lines).toEqual([
    'Score the test scans at their original size: npx msa-unet evaluate --model runs/a',
    'Segment a scan: npx msa-unet predict --model runs/a --image scan.nii.gz --out mask.nii.gz',
  ]);
});

test('the commands that it prints score the network and segment a scan', async () => {
  const commands = output.stdout.match(/npm run msa-unet -- .*$/gm)!;
  expect(commands).toHaveLength(2);
  const program = `"${process.execPath}" "${await bundled('src/cli/main.ts')}"`;
  const paste = (command: string) =>
    promisify(execFile)('sh', ['-c', `npm() { shift 3; ${program} "$@"; }\n${command}`], { cwd: folder });
  const scored = await paste(commands[0]!);
  expect(scored.stdout).toMatch(/^phantom, part test\n/);
  expect(scored.stderr).toContain('Preprocessing as in training: window −200 to 250 HU, CLAHE, 32 × 32 pixels.\n');
  expect((await paste(commands[1]!)).stdout).toMatch(/^runs\/small\/mask\.nii\.gz: 6×32×32 voxels, liver /);
});

test('Ctrl-C ends the training early, and the best weights so far are scored and saved', async () => {
  const args = '--epochs 500 --limit 2 --size 32 --base-filters 2 --backend wasm --name interrupted';
  const child = spawn(process.execPath, [await quickstart(), ...args.split(' ')], { cwd: folder });
  child.stderr.on('data', (chunk: Buffer) => String(chunk).includes('epoch   2 ') && child.kill('SIGINT'));
  expect(await once(child, 'exit')).toEqual([0, null]);
  const { training } = JSON.parse(await readFile(join(folder, 'runs/interrupted/metrics.json'), 'utf8'));
  expect(training).toMatchObject({ ended: 'aborted' });
  expect(training.epochs).toBeLessThan(500);
});

test('does not overwrite a run', async () => {
  await expect(run('--name', 'small')).rejects.toThrow('runs/small already exists; choose another --name');
});

test('an error is one line without the name of its class', async () => {
  await expect(run('--wat')).rejects.toMatchObject({
    stderr: "Unknown option '--wat'; see npm run quickstart -- --help\n",
  });
});

test('leaves no folder behind when it cannot start', async () => {
  await expect(run('--name', 'never', '--data', 'nowhere', '--backend', 'cpu')).rejects.toThrow(
    'nowhere does not exist',
  );
  expect(await readdir(join(folder, 'runs'))).not.toContain('never');
});

test('help tells the options', async () => {
  expect((await run('--help')).stdout).toContain('--base-filters N');
});
