import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodeMetaImage, encodeNifti, evaluationCsv, phantomDataSet, readVolume, scanVolume } from 'msa-unet';
import { ctFiles } from 'msa-unet/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ProgramRun, runProgram } from '../support/runProgram';

const patients = 5;
const tiny = '--model unet --base-filters 2 --momentum 0.9 --backend wasm'.split(' ');
const train = ['train', '--data', 'data', ...tiny];
const evaluate = 'evaluate --model runs/a --data data --backend wasm'.split(' ');
const predict = 'predict --model runs/a --backend wasm'.split(' ');

let folder: string;
let trained: ProgramRun;
const run = (...args: string[]) => runProgram(args, { cwd: folder });
const json = async (file: string) => JSON.parse(await readFile(join(folder, file), 'utf8'));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msa-unet-program-'));
  await runPhantom(join(folder, 'data'));
  const short = '--epochs 12 --learning-rate 0.02 --no-augment --seed 3 --limit 8 --size 16 --no-clahe --out runs/a';
  trained = await run(...train, ...short.split(' '));
});
afterAll(() => rm(folder, { recursive: true }));

async function runPhantom(path: string): Promise<void> {
  const { mkdir } = await import('node:fs/promises');
  await mkdir(path);
  const set = phantomDataSet({ patients, slicesPerPatient: 3, size: 32, seed: 1 });
  for (const [i, { scans }] of set.patients.entries()) {
    const { image, labels } = await scanVolume(scans[0]!, { onNote: null });
    await writeFile(join(path, `volume-${i}.nii.gz`), await encodeNifti(image));
    await writeFile(join(path, `segmentation-${i}.nii.gz`), await encodeNifti(labels));
  }
}

test('x', async () => {
  console.log(trained);
  console.log(await run(...evaluate));
  console.log(await run(...predict, 'data/volume-0.nii.gz', '--out', 'm.mha'));
});
