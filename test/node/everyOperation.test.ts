import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { encodeNifti } from 'msa-unet';
import { writeFileAtomic } from 'msa-unet/node';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { Random } from '../../src/utils/random';
import { countOperations, type Failure, leftoversIn, runFailing, runIn } from '../support/crashing';
import { phantomScans, phantomVolumes } from '../support/phantomScans';

const words = (line: string) => line.split(' ');
const network = '--data ../data --model unet --base-filters 1 --size 16 --epochs 2 --backend cpu';
const train = words(`train ${network} --out runs/a`);
const resume = [...train, '--resume'];
const labels = '--labels liver=1,2,3,4 --labels middle=2,3 --labels spot=3 --stratify spot';
const recipe = '--augmentation strong --decay poly --warmup 0.5 --weight-decay 0.01 --ema-decay 0.9';
const trainOrgans = words(`${train.join(' ').replace('../data', '../organs')} ${labels} ${recipe}`);
const predict = words('predict --model ../trained/runs/a --image ../data/volume-0.nii.gz --out masks --backend cpu');
const share = [
  ...words('predict --model ../trained/runs/a --data ../data --out masks --backend cpu --image'),
  'volume-*',
];
const table = words(
  'table 2 --models unet --epochs 2 --size 32 --width 1 --limit 4 --batch 2 --backend cpu --data ../data --out runs/t',
);
/** Whether the programs fail at every operation, as `npm run nightly` asks. */
const everywhere = process.env.MSA_UNET_OPERATIONS === 'all';
/** `npm run nightly` asks for 20. */
const interleavings = Number(process.env.MSA_UNET_INTERLEAVINGS ?? 1);

let root: string;
const at = (name: string) => join(root, name);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'msa-unet-'));
  for (const folder of ['data', 'organs', 'trained']) await mkdir(at(folder));
  for (const [i, scan] of phantomScans(3, { depth: 2, size: 32 }).entries()) {
    const { image, labels } = phantomVolumes(scan);
    await writeFileAtomic(at(`data/volume-${i}.nii.gz`), await encodeNifti(image));
    await writeFileAtomic(at(`data/segmentation-${i}.nii.gz`), await encodeNifti(labels));
    const data = labels.data.map((inside, n) => inside * (1 + (n % 4)));
    await writeFileAtomic(at(`organs/volume-${i}.nii.gz`), await encodeNifti(image));
    await writeFileAtomic(at(`organs/segmentation-${i}.nii.gz`), await encodeNifti({ ...labels, data }));
  }
  expect(await runIn(at('trained'), train)).toMatchObject({ code: 0 });
}, 180_000);
afterAll(() => rm(root, { recursive: true }));

/** All of a training but its times; weights are in a file that is named by its content. */
async function trained(folder: string): Promise<unknown> {
  const { epochs, ...history } = JSON.parse(await readFile(at(`${folder}/runs/a/history.json`), 'utf8'));
  const losses = epochs.map(({ seconds: _, ...numbers }: { seconds: number }) => numbers);
  return { ...history, losses, model: (await readdir(at(`${folder}/runs/a/model`))).sort() };
}

const masks = async (folder: string) => [
  await readdir(at(`${folder}/masks`)),
  await readFile(at(`${folder}/masks/volume-0-mask.nii.gz`), 'base64'),
];

/** All masks, and the joined results but their times. */
const sharedMasks = async (folder: string) => {
  const { scans } = JSON.parse(await readFile(at(`${folder}/masks/predictions.json`), 'utf8'));
  const results = scans.map(({ seconds: _, ...scan }: { seconds: number }) => scan);
  return [(await readdir(at(`${folder}/masks`), { recursive: true })).sort(), results, await masks(folder)];
};

const tableText = async (folder: string) => [
  (await readdir(at(`${folder}/runs/t`))).sort(),
  await readFile(at(`${folder}/runs/t/samples.csv`), 'utf8'),
  await readFile(at(`${folder}/runs/t/learning-curves.svg`), 'utf8'),
];

test.each([
  ['a training with checkpoints and a cache', ['kill', 'ENOSPC'], train, resume, trained],
  ['a training of overlapping labels', ['kill'], trainOrgans, [...trainOrgans, '--resume'], trained],
  ['a prediction', ['kill'], predict, [...predict, '--force'], masks],
  ['a prediction of a folder', ['kill', 'ENOSPC'], share, share, sharedMasks],
  ['a job of a table', ['ENOSPC'], table, table, tableText],
] as const)(
  '%s survives a failure at every operation on files',
  { timeout: 36_000_000 },
  async (_, sample, first, again, result) => {
    const whole = await mkdtemp(at('whole-'));
    const count = await countOperations(whole, first);
    const expected = await result(basename(whole));
    const survives = async (failure: Failure) => {
      const folder = await mkdtemp(at('failed-'));
      const failed = await runFailing(folder, first, failure);
      expect(failed.stderr, `${failure.how} at ${failure.at}`).not.toMatch(/^ +at /m);
      const { code, stderr } = await runIn(folder, again);
      expect(code, `${failure.how} at ${failure.at}: ${stderr}`).toBe(0);
      expect({ ...failure, result: await result(basename(folder)) }).toEqual({ ...failure, result: expected });
      expect({ ...failure, left: await leftoversIn(folder) }).toEqual({ ...failure, left: [] });
      await rm(folder, { recursive: true });
    };
    const waiting = (everywhere ? allFailures(count) : someFailures(count, sample)).values();
    const lane = async () => {
      for (const failure of waiting) await survives(failure);
    };
    await Promise.all(Array.from({ length: everywhere ? availableParallelism() : 1 }, lane));
  },
);

/** Every operation of a program, killed and with a full disk. */
const allFailures = (count: number): Failure[] =>
  (['kill', 'ENOSPC'] as const).flatMap((how) => Array.from({ length: count }, (_, i) => ({ at: i + 1, how })));

/** One early operation that is killed, one late that finds the disk full. */
const someFailures = (count: number, kinds: readonly Failure['how'][]): Failure[] =>
  kinds.map((how) => ({ at: Math.round({ kill: 0.3, ENOSPC: 0.85 }[how] * count), how }));

test(`two trainings at once in one folder lose nothing, ${interleavings} times`, {
  timeout: 60_000 * interleavings,
}, async () => {
  const expected = await trained('trained');
  const random = new Random(interleavings);
  for (let round = 0; round < interleavings; round++) {
    const folder = await mkdtemp(at('both-'));
    const other = round % 2 === 0 ? resume : train;
    const first = runIn(folder, train);
    await sleep(random.uniform(0, 1500));
    const ends = await Promise.all([first, runIn(folder, other)]);
    const codes = ends.map(({ code }) => code).sort();
    expect(codes[0]).toBe(0);
    for (const { code, stderr } of ends)
      if (code !== 0) expect(stderr).toMatch(/is in use by process \d+|already exists/);
    if (ends.every(({ code }) => code === 0)) expect(other).toBe(resume);
    expect(await trained(basename(folder))).toEqual(expected);
    expect(await leftoversIn(folder)).toEqual([]);
  }
});
