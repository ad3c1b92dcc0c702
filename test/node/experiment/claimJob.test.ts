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

test('a job that is being run is refused until it is free again', async () => {
  const folder = join(root.path, 'twice');
  const release = await claimJob(folder);
  await expect(claimJob(folder)).rejects.toThrow(
    new Error(`${folder} is being run by process ${process.pid} on ${hostname()}; wait for it, or end it`),
  );
  await release();
  expect(existsSync(join(folder, 'running.json'))).toBe(false);
  await (await claimJob(folder))();
});

test('what a dead process of this machine has left is taken over at once', async () => {
  const folder = await held('dead', { host: hostname(), pid: 2 ** 22 + 1 }); // above Linux's largest
  await (await claimJob(folder))();
});

test('what another machine holds is taken over when it was not renewed for ten minutes', async () => {
  const alive = await held('alive', { host: 'elsewhere', pid: 1 }, 9);
  await expect(claimJob(alive)).rejects.toThrow('is being run by process 1 on elsewhere');
  await (await claimJob(await held('stale', { host: 'elsewhere', pid: 1 }, 11)))();
});
