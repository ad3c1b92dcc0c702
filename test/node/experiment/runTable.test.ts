import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { decode } from 'fast-png';
import { loadModel } from 'msa-unet';
import {
  type BackendInfo,
  fileSystem,
  mergeTable,
  openRun,
  type RunTableOptions,
  runTable,
  useBackend,
} from 'msa-unet/node';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { finishJob } from '../../../src/node/experiment/finishJob';
import type { Job } from '../../../src/node/experiment/runJob';
import { claimOf, elsewhere } from '../../support/claims';

let root: string;
let backend: BackendInfo;
const lines: string[] = [];

const tiny = { size: 32, width: 1, epochs: 1, batchSize: 4, limit: 8, phantomPatients: 6, phantomSlices: 2 };
const run = (folder: string, options: Partial<RunTableOptions> = {}, table: 'table1' | 'table2' = 'table1') =>
  runTable(table, {
    out: join(root, folder),
    backend,
    settings: tiny,
    only: ['unet', 'msaUnet'],
    log: (line) => lines.push(line),
    ...options,
  });
const text = (file: string) => readFile(join(root, file), 'utf8');
const withoutTimes = (json: string) => json.replaceAll(/"(finished|seconds|training|testing)": [^\n]*/g, '"$1"');

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'table-'));
  backend = await useBackend('wasm', { log: null });
  await run('all/table1', { command: 'npm run table1 -- …' });
});
afterAll(() => rm(root, { recursive: true }));

test('writes the table, curves, samples, panel, report, manifest and split', async () => {
  expect((await readdir(join(root, 'all/table1'))).sort()).toEqual(
    'experiment.json learning-curves-dsc.svg learning-curves.svg manifest.json panel.png report.html samples.csv split.json table.json table.md'.split(
      ' ',
    ),
  );
  expect(await text('all/table1/table.md')).toContain('Not trained yet: UNet++, DeepLabv3+, CE-Net.');
  expect(await text('all/table1/report.html')).toContain('<img src="panel.png"');
});

test('the samples are every volume and slice of every network, with flips and once', async () => {
  const [head, ...samples] = (await text('all/table1/samples.csv')).trimEnd().split('\n');
  expect(head).toMatch(/^network,prediction,patient,volume,slice,tp,fp,fn,diceCoefficient,/);
  expect(samples).toHaveLength(2 * 2 * 1 * (1 + 2)); // networks, predictions, volumes, themselves and their slices
  expect(samples[0]).toMatch(/^unet,flips,phantom-\d+,phantom-\d+,,\d+,\d+,\d+,/);
});

test('volumes are told in ml too, of every item in samples.csv and summarised in table.json', async () => {
  const [head, volume] = (await text('all/table1/samples.csv')).split('\n').map((line) => line.split(','));
  const field = (name: string) => Number(volume![head!.indexOf(name)]);
  expect(field('truthMl')).toBeGreaterThan(0);
  expect(field('predictionMl') - field('truthMl')).toBeCloseTo(field('volumeDifferenceMl'), 6);
  const [{ result }] = JSON.parse(await text('all/table1/table.json')).rows;
  expect(result.scores.flips.perVolume.volumeDifferenceMl.mean).toBeCloseTo(field('volumeDifferenceMl'), 6);
});

test('the panel has a row per slice: itself, truth, both networks', async () => {
  const { width, height } = decode(await readFile(join(root, 'all/table1/panel.png')));
  expect(width).toBe(8 + 4 * (192 + 8));
  expect(height).toBeGreaterThan(2 * 192);
  expect(height).toBeLessThan(3 * 192);
});

test('the manifest tells versions, backend, data, settings, cost, time and command', async () => {
  const manifest = JSON.parse(await text('all/table1/manifest.json'));
  expect(manifest).toMatchObject({
    table: 'table1',
    command: 'npm run table1 -- …',
    preset: 'cpu-minutes',
    settings: { ...tiny, seed: 1 },
    data: { description: 'phantom, window −200 to 250 HU, CLAHE', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    jobs: [{ row: 'unet', backend: 'wasm', epochs: 1, bestEpoch: 1, ended: 'done' }, { row: 'msaUnet' }],
  });
  expect(manifest.jobs[0].versions).toMatchObject({ 'msa-unet': expect.any(String), node: process.versions.node });
  expect(manifest.jobs[0].cost).toMatchObject({ trainable: 30_531, nonTrainable: 0 });
  expect(manifest.seconds).toBeGreaterThan(0);
});

test('the model of a job loads, and puts out probabilities', async () => {
  const job = (await readdir(join(root, 'all/jobs'))).find((name) => name.startsWith('unetPublished'))!;
  const model = await loadModel(fileSystem(join(root, 'all/jobs', job, 'model')));
  expect(model.inputs[0]!.shape).toEqual([null, 32, 32, 1]);
  expect(model.layers.at(-1)!.getConfig().activation).toBe('sigmoid');
  model.dispose();
});

test('a job is a run that opens with its preprocessing, its data and its split', async () => {
  const job = (await readdir(join(root, 'all/jobs'))).find((name) => name.startsWith('unetPublished'))!;
  const { model, settings, inference, split } = await openRun(join(root, 'all/jobs', job));
  expect(inference).toMatchObject({ size: [32, 32], clahe: { clipLimit: 2 }, fromLogits: false });
  expect(settings).toMatchObject({
    data: { sources: [{ kind: 'phantom', patients: 6, slicesPerPatient: 2, size: 32 }], limit: { train: 8, val: 1 } },
    network: { name: 'unetPublished', options: { baseFilters: 2 } },
    recipe: { epochs: 1, batchSize: 4, fromLogits: true },
    backend: { name: 'wasm' },
  });
  expect(split).toEqual(JSON.parse(await text('all/table1/split.json')));
  model.dispose();
});

test('started again, finished jobs are not run again', async () => {
  const before = await text('all/table1/table.json');
  lines.length = 0;
  await run('all/table1');
  expect(lines.filter((line) => line.includes('already finished'))).toHaveLength(2);
  expect(await text('all/table1/table.json')).toBe(before);
});

test('jobs one by one and a merge give what the run of all gave', async () => {
  for (const name of ['msaUnet', 'unet']) expect(await run('one/table1', { only: [name], merge: false })).toBeNull();
  await mergeTable('table1', join(root, 'one/table1'));
  expect(withoutTimes(await text('one/table1/table.json'))).toBe(withoutTimes(await text('all/table1/table.json')));
  for (const file of ['samples.csv', 'learning-curves.svg', 'split.json'])
    expect(await text(`one/table1/${file}`)).toBe(await text(`all/table1/${file}`));
});

test('Table 2 takes MSA-UNet and the U-Net of Table 1 from the jobs of Table 1', async () => {
  lines.length = 0;
  const report = await run('all/table2', { only: ['unetTable1', 'msaUnet'] }, 'table2');
  expect(lines.filter((line) => line.includes('already finished'))).toHaveLength(2);
  expect(report!.rows.filter(({ result }) => result).map(({ label }) => label)).toEqual([
    'U-Net (Table 1)',
    'MSA-UNet',
  ]);
});

test('a folder refuses jobs of other settings, and says what differs', async () => {
  await expect(run('all/table1', { settings: { ...tiny, epochs: 2, limit: null } })).rejects.toThrow(
    `runTable: ${join(root, 'all/table1')} holds another experiment: settings.epochs is 1, now 2; settings.limit is 8, now null. Take the same data and settings, or take another \`out\``,
  );
});

test('a merge refuses a job of other data', async () => {
  const jobs = join(root, 'one/jobs');
  const job = join(jobs, (await readdir(jobs)).find((name) => name.startsWith('msaUnet'))!);
  const result = JSON.parse(await readFile(join(job, 'result.json'), 'utf8'));
  result.experiment.data.hash = 'other';
  await writeFile(join(job, 'result.json'), JSON.stringify(result));
  await expect(mergeTable('table1', join(root, 'one/table1'))).rejects.toThrow(
    /msaUnet-[0-9a-f]{12} holds another experiment: its scans, their masks, the labels that count as liver or the patterns are others\. Take the same/,
  );
});

test('a job that was ended is no result, and goes on from its last epoch as if nothing had happened', async () => {
  const settings = { ...tiny, epochs: 3 };
  await run('whole/table1', { only: ['unet'], settings });
  const ending = new AbortController();
  const ended = run('ended/table1', { only: ['unet'], settings, signal: ending.signal, onEpoch: () => ending.abort() });
  await expect(ended).rejects.toThrow('This operation was aborted');
  await expect(mergeTable('table1', join(root, 'ended/table1'))).rejects.toThrow(
    new RangeError(
      `mergeTable: ${join(root, 'ended/table1')}: no job of table1 is finished. Run its jobs first, with the same \`out\``,
    ),
  );
  const epochs: number[] = [];
  await run('ended/table1', { only: ['unet'], settings, onEpoch: ({ epoch }) => void epochs.push(epoch) });
  expect(epochs).toEqual([2, 3]);
  expect(await text('ended/table1/learning-curves.svg')).toBe(await text('whole/table1/learning-curves.svg'));
  expect(await text('ended/table1/samples.csv')).toBe(await text('whole/table1/samples.csv'));
});

test('a job that is finished keeps no checkpoints', async () => {
  const jobs = await readdir(join(root, 'ended/jobs'), { recursive: true });
  expect(jobs.filter((name) => name.includes('checkpoint'))).toEqual([]);
  expect(jobs.some((name) => name.endsWith('result.json'))).toBe(true);
});

test('a job that another process is at is waited for', { timeout: 20_000 }, async () => {
  const jobs = join(root, 'all/jobs');
  const folder = join(jobs, (await readdir(jobs)).find((name) => name.startsWith('msaUnet'))!);
  const held = join(folder, claimOf(elsewhere));
  await writeFile(held, '');
  const told: string[] = [];
  const waiting = finishJob({ folder } as Job, 'MSA-UNet', (line) => told.push(line));
  await vi.waitFor(() => expect(told).toEqual([`MSA-UNet: waiting for process 1 on elsewhere, which runs ${folder}`]));
  await rm(held);
  await waiting;
  expect(told[1]).toBe(`MSA-UNet: already finished, ${folder}`);
});

test('a merge of nothing says what to do', async () => {
  await expect(mergeTable('table1', join(root, 'none'))).rejects.toThrow(
    new RangeError(`mergeTable: ${join(root, 'none')} holds no experiment. Run its jobs first, with the same \`out\``),
  );
});

test('names and settings out of range are refused', async () => {
  await expect(run('no', { only: ['vnet'] })).rejects.toThrow(
    new RangeError(
      'runTable: `only` must be one of unet, unetPlusPlus, deepLabV3Plus, ceNet, msaUnet; received "vnet". Did you mean \'unet\'?',
    ),
  );
  await expect(run('no', { settings: { width: 0.5 } })).rejects.toThrow(
    new RangeError('runTable: `width` must be a positive integer; received 0.5'),
  );
  await expect(run('no', { settings: { size: Number.NaN } })).rejects.toThrow(
    new RangeError('runTable: `size` must be a positive integer; received NaN'),
  );
  await expect(run('no', { only: ['ceNet'] })).rejects.toThrow(
    new RangeError('runTable: slices of 32 × 32 pixels do not fit ceNet (multiples of 32 from 192). Pass `size: 192`'),
  );
});

test('the other table does not take the place of a report', async () => {
  const before = await text('all/table1/table.md');
  const message = `mergeTable: ${join(root, 'all/table1')} holds the report of table1. Take another \`out\` for table2, which shares its jobs`;
  await expect(mergeTable('table2', join(root, 'all/table1'))).rejects.toThrow(new RangeError(message));
  await expect(run('all/table1', { only: ['unet'] }, 'table2')).rejects.toThrow(new RangeError(message));
  expect(await text('all/table1/table.md')).toBe(before);
});
