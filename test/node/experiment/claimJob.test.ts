import { existsSync } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { claimJob } from '../../../src/node/experiment/claimJob';
import { tempFolder } from '../../support/tempFolder';

const root = tempFolder();
const held = async (name: string, holder: object, minutesAgo = 0) => {
  const folder = join(root.path, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'running.json'), JSON.stringify(holder));
  const then = new Date(Date.now() - 60_000 * minutesAgo);
  await utimes(join(folder, 'running.json'), then, then);
  return folder;
};

const claimed = async (folder: string) => {
  const claim = await claimJob(folder);
  if ('holder' in claim) return claim.holder;
  await claim.release();
  return 'ours';
};

test('a job that is being run is not ours until it is released', async () => {
  const folder = join(root.path, 'twice');
  const claim = await claimJob(folder);
  expect(await claimed(folder)).toBe(`process ${process.pid} on ${hostname()}`);
  await (claim as { release: () => Promise<void> }).release();
  expect(existsSync(join(folder, 'running.json'))).toBe(false);
  expect(await claimed(folder)).toBe('ours');
});

test('what a dead process of this machine has left is taken over at once', async () => {
  expect(await claimed(await held('dead', { host: hostname(), pid: 2 ** 22 + 1, began: 0 }))).toBe('ours'); // above Linux's largest
});

test('so is what was left by a process of our own number: in a container all have the same', async () => {
  expect(await claimed(await held('again', { host: hostname(), pid: process.pid, began: 1 }))).toBe('ours');
});

test('what another machine holds is taken over when it was not renewed for ten minutes', async () => {
  expect(await claimed(await held('alive', { host: 'elsewhere', pid: 1 }, 9))).toBe('process 1 on elsewhere');
  expect(await claimed(await held('stale', { host: 'elsewhere', pid: 1 }, 11))).toBe('ours');
});

test('a claim that is just being written is respected', async () => {
  const folder = await held('fresh', {});
  await writeFile(join(folder, 'running.json'), '');
  expect(await claimed(folder)).toBe('another process');
});

test('of many that come at once to what a crash has left, one gets it', async () => {
  for (let time = 0; time < 20; time++) {
    const folder = await held(`raced${time}`, { host: hostname(), pid: 2 ** 22 + 1, began: 0 });
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimJob(folder)));
    const won = claims.filter((claim) => 'release' in claim);
    expect(won).toHaveLength(1);
    await won[0]!.release();
  }
});

test('what a crash has left in the middle of that is in nobody’s way after ten minutes', async () => {
  const folder = await held('locked', { host: 'elsewhere', pid: 1 }, 11);
  const lock = join(folder, 'running.json.lock');
  await writeFile(lock, '');
  expect(await claimed(folder)).toBe('another process');
  const then = new Date(Date.now() - 11 * 60_000);
  await utimes(lock, then, then);
  expect([await claimed(folder), await claimed(folder)]).toEqual(['another process', 'ours']);
  expect(existsSync(lock)).toBe(false);
});
