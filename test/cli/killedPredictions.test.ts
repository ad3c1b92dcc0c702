import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { encodeNifti } from 'msa-unet';
import { fileSystem, useBackend } from 'msa-unet/node';
import { expect, test } from 'vitest';

import { Random } from '../../src/utils/random';
import { bundled } from '../support/bundled';
import { leftoversIn } from '../support/crashing';
import { phantomScans, phantomVolumes } from '../support/phantomScans';
import { brightModel } from '../support/pixelModels';
import { tempFolder } from '../support/tempFolder';

/** `npm run nightly` asks for 300. */
const kills = Number(process.env.MSA_UNET_SHARD_KILLS ?? 6);
const parts = 3;
const scans = 16;

const folder = tempFolder();
const random = new Random(kills);

/** A process that predicts one part of the scans, and what it has printed. */
interface Worker {
  readonly part: number;
  readonly child: ChildProcess;
  readonly said: string[];
  /** Kept when it has begun to predict, or has ended. */
  readonly begun: Promise<unknown>;
}

async function start(part: number, out: string): Promise<Worker> {
  const args = ['predict', '--model', 'model', '--data', 'ct', '--out', out, '--shard', `${part}/${parts}`];
  const main = await bundled('src/cli/main.ts');
  const child = spawn(process.execPath, [main, ...args, '--backend', 'cpu'], { cwd: folder.path });
  const said: string[] = [];
  child.stdout.on('data', (text) => said.push(...String(text).trim().split('\n')));
  const begun = new Promise<void>((heard) => {
    child.stderr.on('data', (text) => String(text).includes('Preprocessing') && heard());
    child.on('close', () => heard());
  });
  return { part, child, said, begun };
}

/** The names of all masks, and their bytes. */
async function masksIn(out: string): Promise<Record<string, string>> {
  const names = await readdir(join(folder.path, out), { recursive: true });
  const masks = names.filter((name) => name.endsWith('.nii.gz')).sort();
  const bytes = await Promise.all(masks.map((name) => readFile(join(folder.path, out, name), 'base64')));
  return Object.fromEntries(masks.map((name, i) => [name, bytes[i]!]));
}

/** The joined results without what differs between runs. */
async function resultsIn(out: string): Promise<unknown> {
  const { scans, ...shared } = JSON.parse(await readFile(join(folder.path, out, 'predictions.json'), 'utf8'));
  return { ...shared, scans: scans.map(({ seconds: _, ...scan }: { seconds: number }) => scan) };
}

async function prepare(): Promise<void> {
  await useBackend('cpu', { log: null });
  await brightModel().save(fileSystem(join(folder.path, 'model')));
  for (const [i, phantom] of phantomScans(scans, { depth: 6, size: 48 }).entries())
    await folder.put(`ct/h${i % 4}/ct-${i}.nii.gz`, await encodeNifti(phantomVolumes(phantom).image));
}

/** Runs all parts, one of them twice, and kills processes until `count` have died; they are started again. Returns the masks that they announced. */
async function disturbed(out: string, count: number): Promise<string[]> {
  const announced: string[] = [];
  let left = count;
  const lane = async (part: number) => {
    for (;;) {
      const { child, said, begun } = await start(part, out);
      const ended = once(child, 'close');
      await begun;
      await sleep(random.uniform(0, 120));
      const isKilled = left > 0 && child.exitCode === null && child.kill('SIGKILL');
      if (isKilled) left--;
      const [code] = await ended;
      announced.push(...said.filter((line) => line.includes(' voxels, ')).map((line) => line.split(': ')[0]!));
      if (code === 0) return;
      expect({ isKilled, said }).toEqual({ isKilled: true, said });
    }
  };
  await Promise.all([0, 1, 2, 0].map(lane));
  return announced;
}

test(`no scan is lost, done twice or left half done by ${kills} kills of ${parts} processes`, {
  timeout: 60_000 + 20_000 * kills,
}, async () => {
  await prepare();
  expect(await disturbed('whole', 0)).toHaveLength(scans);
  const expected = [await masksIn('whole'), await resultsIn('whole')];
  expect(Object.keys(expected[0]!)).toHaveLength(scans);
  for (let [round, left] = [0, kills]; left > 0; round++, left -= 9) {
    const out = `killed-${round}`;
    const announced = await disturbed(out, Math.min(left, 9));
    expect(announced.length).toBe(new Set(announced).size);
    expect([await masksIn(out), await resultsIn(out)]).toEqual(expected);
    expect(await leftoversIn(join(folder.path, out))).toEqual([]);
  }
});
