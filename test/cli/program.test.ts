import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodeNifti, readVolume } from 'msa-unet';
import { ctFiles } from 'msa-unet/node';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { phantomScans, phantomVolumes } from '../support/phantomScans';
import { type ProgramRun, runProgram } from '../support/runProgram';

const words = (line: string) => line.split(' ');
const train = words(
  'train --data data --model unet --base-filters 2 --momentum 0.9 --size 16 --no-augment --backend wasm',
);

let folder: string;
let trained: ProgramRun;
const run = (...args: string[]) => runProgram(args, { cwd: folder });
const read = (file: string) => readFile(join(folder, file), 'utf8');

/** Five scans as LiTS has them, and a network that has seen three. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msa-unet-program-'));
  await mkdir(join(folder, 'data'));
  for (const [i, phantom] of phantomScans(5, { depth: 3, size: 32 }).entries()) {
    const { image, labels } = phantomVolumes(phantom, { storedAs: i === 0 ? 'RAS' : 'LPS' });
    await writeFile(join(folder, 'data', `volume-${i}.nii.gz`), await encodeNifti(image));
    await writeFile(join(folder, 'data', `segmentation-${i}.nii.gz`), await encodeNifti(labels));
  }
  trained = await run(
    ...train,
    ...words('--epochs 10 --learning-rate 0.02 --limit 8 --no-clahe --seed 3 --out runs/a'),
  );
});
afterAll(() => rm(folder, { recursive: true }));

test('train saves a network, its history, its split and its settings', async () => {
  expect(trained.code).toBe(0);
  expect(trained.stderr).toContain('unet, 31,267 parameters: 8 slices for training, 1 for validation\nepoch   1  loss');
  expect(trained.stdout).toMatch(
    /^Trained 10 epochs\. Best: epoch \d+, validation DSC 0\.\d{4}\.\nSaved to runs\/a\.\nScore it on the test part: npx msa-unet evaluate --model runs\/a\nSegment a scan: npx msa-unet predict --model runs\/a --image scan\.nii\.gz --out mask\.nii\.gz\n$/,
  );
  expect((await readdir(join(folder, 'runs/a'))).sort()).toEqual(
    words('checkpoint history.json model settings.json split.json'),
  );
  expect(JSON.parse(await read('runs/a/settings.json'))).toMatchObject({
    preprocessing: { size: [16, 16], window: { windowMin: -200, windowMax: 250 }, clahe: null },
    data: { sources: [{ kind: 'folder', path: expect.stringMatching(/\/data$/), liverLabels: null }] },
    network: { name: 'unet', options: { baseFilters: 2, momentum: 0.9, seed: 3 } },
    recipe: { epochs: 10, batchSize: 6, learningRate: 0.02, plateau: { patience: 8 }, augmentation: null, seed: 3 },
  });
});

test('evaluate scores the test part that the training left out', async () => {
  const { code, stdout } = await run(...words('evaluate --model runs/a data --backend wasm --csv s.csv --json s.json'));
  expect(code).toBe(0);
  const [testScan] = JSON.parse(await read('runs/a/split.json')).parts.test;
  const report = JSON.parse(await read('s.json'));
  expect(report.volumes).toMatchObject([{ volume: testScan.scan }]);
  const [{ diceCoefficient, hausdorff95, truthMl }] = report.volumes;
  expect(stdout).toMatch(
    /^LiTS, part test\n\nmean ± sd +per slice \(3\) +per volume \(1\) +all voxels\nDSC +0\.\d{4} ± /,
  );
  expect(stdout).toMatch(
    new RegExp(
      `\n${testScan.scan} +${diceCoefficient.toFixed(4)} .* ${hausdorff95.toFixed(2)} .* ${truthMl.toFixed(1)} `,
    ),
  );
  expect(stdout).toContain(`\n\n${report.emptyRule}\n`);
  expect((await read('s.csv')).split('\n')).toHaveLength(1 + 1 + 3 + 1);
});

test('predict writes masks that lie on their scans, and overwrites none', async () => {
  const predict = words('predict --model runs/a/model --backend wasm data/volume-0.nii.gz');
  const { code, stdout } = await run(...predict, 'data/volume-1.nii.gz', '--out', 'masks', '--tta', '--largest-only');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^masks\/volume-0-mask\.nii\.gz: 3×32×32 voxels, liver \d+\.\d ml\nmasks\/volume-1-mask\.nii\.gz: /,
  );
  const open = async (file: string) => readVolume(await ctFiles(join(folder, file)));
  const [scan, mask] = [await open('data/volume-0.nii.gz'), await open('masks/volume-0-mask.nii.gz')];
  expect(mask).toMatchObject({ kind: 'label', shape: scan.shape, affine: scan.affine, storedAs: 'RAS' });
  expect(await run(...predict, '--out', 'masks')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'masks/volume-0-mask.nii.gz already exists; pass --force to overwrite it\n',
  });
});

test('predict refuses masks, which are not in Hounsfield units', async () => {
  const predict = words('predict --model runs/a --backend wasm --image data/segmentation-0.nii.gz --out no.mha');
  expect(await run(...predict)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'data/segmentation-0.nii.gz is a mask, not a scan in Hounsfield units. Pass the scan\n',
  });
});

test('Ctrl-C ends a training with exit code 130 and keeps the best weights; --resume goes on', async () => {
  const long = [...train, ...words('--limit 4 --out runs/b --no-early-stopping --epochs')];
  const onError = (text: string, interrupt: () => void) => text.includes('epoch   2 ') && interrupt();
  const interrupted = await runProgram([...long, '500'], { cwd: folder, onError });
  expect(interrupted).toMatchObject({ code: 130 });
  const resume = ['npx', 'msa-unet', 'train', '--resume', ...long.slice(1), '500'].join(' ');
  expect(interrupted.stderr).toContain(`\nTo continue this run: ${resume}\nInterrupted\n`);
  expect(interrupted.stdout).toMatch(/^Trained \d+ epochs \(interrupted\)\. Best: epoch \d+, validation DSC/);
  expect(await readdir(join(folder, 'runs/b/model'))).toContain('model.json');
  const { epochs: before } = JSON.parse(await read('runs/b/history.json'));

  const resumed = await run(...long, String(before.length + 1), '--resume');
  expect(resumed.code).toBe(0);
  expect(resumed.stderr.match(/^epoch .*$/gm)).toHaveLength(1);
  const { epochs: after } = JSON.parse(await read('runs/b/history.json'));
  expect(after.slice(0, -1)).toEqual(before);
});

const isWindows = process.platform === 'win32';
if (isWindows) console.log('SIGTERM and SIGHUP are skipped: Windows has no signals');

test.skipIf(isWindows).each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends a training with exit code %i and a checkpoint', async (signal, code) => {
  const long = [...train, ...words(`--limit 4 --out runs/${signal} --no-early-stopping --epochs 500`)];
  const onError = (text: string, interrupt: (signal: NodeJS.Signals) => void) =>
    text.includes('epoch   2 ') && interrupt(signal);
  expect(await runProgram(long, { cwd: folder, onError })).toMatchObject({ code });
  expect((await readdir(join(folder, `runs/${signal}/checkpoint`))).some((name) => name.endsWith('.bin'))).toBe(true);
});

test('table trains a network of a table of the paper and writes the report', async () => {
  const tiny = words('--models unet --epochs 1 --size 32 --width 1 --limit 4 --batch 2 --backend wasm --out runs/t');
  const { code, stdout } = await run('table', '2', '--data', 'data', ...tiny);
  expect([code, stdout]).toEqual([0, 'runs/t/report.html, runs/t/table.md\n']);
  expect(JSON.parse(await read('runs/t/manifest.json'))).toMatchObject({
    command: `msa-unet table 2 --data data ${tiny.join(' ')}`,
  });
});

test('summary describes a network that was saved', async () => {
  const { code, stdout, stderr } = await run('summary', 'runs/a');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /^layer +class +output +parameters +GMAC\nsize +SizeGuard +16×16×1 +0\nenc1\/first +ConvBatchNormRelu /,
  );
  expect(stdout).toContain('\n\nInput 16×16×1: 30,899 trainable parameters, 368 non-trainable.\n');
});

test('a wrong command line ends with exit code 2 and one line', async () => {
  expect(await run('trian')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'Unknown command "trian"; did you mean train? See msa-unet --help\n',
  });
});
