import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { bundled } from '../support/bundled';

/**
 * What commit c96362d, the last before labels, wrote for
 * `npm run quickstart -- --epochs 2 --size 32 --base-filters 2 --backend wasm`, with one thread and Node 20 on x64. After an
 * intended change of a default or of the phantom, run it again.
 */
const expected = {
  losses: [
    [0.9265126672883829, 0.769963264465332],
    [0.8085691990951697, 0.7226994633674622],
  ],
  valDice: [0.5565909291529935, 0.5689492323647943],
  test: {
    diceCoefficient: 0.58944,
    intersectionOverUnion: 0.41787658802177857,
    precision: 0.4321914594087283,
    recall: 0.9265593561368209,
  },
  dicePerPatient: { mean: 0.5951158485722715, sd: 0.04551773877633329, n: 4, skipped: 0 },
  baseline: { low: 114, high: 254, dice: 0.4479112150494794 },
  weights: 'model.weights-ed885169259140c4.bin',
};

test('the quickstart on the liver of the phantom has the losses, scores and weights of before labels, digit by digit', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quickstart-'));
  const args = '--epochs 2 --size 32 --base-filters 2 --backend wasm --name a'.split(' ');
  await promisify(execFile)(process.execPath, [await bundled('examples/quickstart/main.ts'), ...args], { cwd: folder });
  const read = async (file: string) => JSON.parse(await readFile(join(folder, 'runs/a', file), 'utf8'));
  const { epochs } = await read('history.json');
  const metrics = await read('metrics.json');
  const files = await readdir(join(folder, 'runs/a/model'));
  await rm(folder, { recursive: true });
  expect({
    losses: epochs.map(({ loss, valLoss }: Record<string, number>) => [loss, valLoss]),
    valDice: epochs.map(({ valScores }: { valScores: Record<string, number> }) => valScores.diceCoefficient),
    test: metrics.test.micro,
    dicePerPatient: metrics.test.perPatient.diceCoefficient,
    baseline: metrics.baseline,
    weights: files.find((file) => file.endsWith('.bin')), // named by their hash
  }).toEqual(expected);
});
