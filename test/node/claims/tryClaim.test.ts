import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { claimName } from '../../../src/node/claims/claimFile';
import { tryClaim } from '../../../src/node/claims/tryClaim';
import { claimOf, dead, elsewhere } from '../../support/claims';
import { tempFolder } from '../../support/tempFolder';

const root = tempFolder();
const held = async (name: string, claim: string, minutesAgo = 0) => {
  const folder = join(root.path, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, claim), '');
  const then = new Date(Date.now() - 60_000 * minutesAgo);
  await utimes(join(folder, claim), then, then);
  return folder;
};

const claimed = async (folder: string) => {
  const claim = await tryClaim(folder);
  if ('holder' in claim) return claim.holder;
  await claim.release();
  return 'ours';
};

test('a folder is not ours while somebody works in it', async () => {
  const folder = join(root.path, 'twice');
  const claim = await tryClaim(folder);
  expect(await claimed(folder)).toBe(`process ${process.pid} on ${hostname()}`);
  await (claim as { release: () => Promise<void> }).release();
  expect(await claimed(folder)).toBe('ours');
});

test('a folder that a claim has made is gone after it, with those above, unless something was written', async () => {
  expect(await claimed(join(root.path, 'a/b/c'))).toBe('ours');
  expect(await readdir(root.path)).toEqual([]);
  await mkdir(join(root.path, 'a'));
  const claim = await tryClaim(join(root.path, 'a/b'));
  await root.put('a/b/model.json', '{}');
  await (claim as { release: () => Promise<void> }).release();
  expect(await readdir(root.path, { recursive: true })).toEqual(['a', 'a/b', 'a/b/model.json']);
});

test('what a dead process of this machine has left is taken over at once, and removed', async () => {
  const folder = await held('dead', claimOf(dead));
  expect(await claimed(folder)).toBe('ours');
  expect(await readdir(folder)).toEqual([]);
});

test('so is what was left by a process of our own number: in a container all have the same', async () => {
  expect(await claimed(await held('again', claimOf({ pid: process.pid, start: 1 })))).toBe('ours');
});

test.runIf(process.platform === 'linux')('so is what was left by a process whose number another has now', async () => {
  expect(await claimed(await held('reused', claimOf({ pid: process.ppid, start: 1 })))).toBe('ours');
});

test('what another machine holds is taken over when it was not renewed for ten minutes', async () => {
  expect(await claimed(await held('alive', claimOf(elsewhere), 9))).toBe('process 1 on elsewhere');
  expect(await claimed(await held('stale', claimOf(elsewhere), 11))).toBe('ours');
});

test.runIf(process.platform === 'linux')(
  'a living process keeps its folder however long it was suspended',
  async () => {
    expect(await claimed(await held('asleep', claimName(), 11))).toBe(`process ${process.pid} on ${hostname()}`);
  },
);

test('of many that come at once to what a crash has left, one gets it', async () => {
  for (let time = 0; time < 5; time++) {
    const folder = await held(`raced${time}`, claimOf(dead));
    const claims = await Promise.all(Array.from({ length: 8 }, () => tryClaim(folder)));
    const won = claims.filter((claim) => 'release' in claim);
    expect(won).toHaveLength(1);
    await won[0]!.release();
    expect(await readdir(folder)).toEqual([]);
  }
});
