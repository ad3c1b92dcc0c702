import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import { claimFolder, saveRun } from 'msa-unet/node';
import { afterEach, expect, test, vi } from 'vitest';

import { waitForClaim } from '../../../src/node/claims/waitForClaim';
import { tempFolder } from '../../support/tempFolder';

const root = tempFolder();
const us = `process ${process.pid} on ${hostname()}`;
afterEach(() => vi.restoreAllMocks());

/** Two tasks that start at once; what they do, in its order. */
async function bothAtOnce(folders: readonly [string, string]): Promise<string[]> {
  const done: string[] = [];
  const work = (name: string) => async () => {
    done.push(`${name} begins`);
    await new Promise((end) => setTimeout(end, 600));
    done.push(`${name} ends`);
  };
  const onHeld = () => void done.push('waits');
  await Promise.all(folders.map((folder, i) => claimFolder(join(root.path, folder), work(`${i}`), { onHeld })));
  return done;
}

test('of two tasks in a folder one waits until the other has ended', async () => {
  const [first, ...others] = await bothAtOnce(['a', 'a']);
  const [one, two] = first === '0 begins' ? [0, 1] : [1, 0];
  expect(others.filter((line) => line !== 'waits')).toEqual([`${one} ends`, `${two} begins`, `${two} ends`]);
  expect(others).toContain('waits');
});

test('tasks in two folders do not wait', async () => {
  expect((await bothAtOnce(['a', 'b'])).slice(0, 2).sort()).toEqual(['0 begins', '1 begins']);
});

test('within its task a folder can be claimed again', async () => {
  const folder = join(root.path, 'a');
  const inner = () => claimFolder(folder, async () => 'inner', { onHeld: expect.unreachable });
  expect(await claimFolder(folder, inner)).toBe('inner');
});

test('`onHeld` learns who holds the folder, and may refuse to wait', async () => {
  const release = await waitForClaim(root.path);
  const onHeld = (holder: string) => {
    throw new Error(`held by ${holder}`);
  };
  await expect(claimFolder(root.path, expect.unreachable, { onHeld })).rejects.toThrow(`held by ${us}`);
  await release();
});

test('a task that fails releases its folder', async () => {
  const fails = () => Promise.reject(new Error('broken'));
  await expect(claimFolder(join(root.path, 'a'), fails)).rejects.toThrow('broken');
  const throws = () => {
    throw new Error('at once');
  };
  await expect(claimFolder(join(root.path, 'a'), throws)).rejects.toThrow('at once');
  expect(await readdir(root.path)).toEqual([]);
});

test('saveRun waits for who works in the folder, and says so', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const folder = join(root.path, 'run');
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  const release = await waitForClaim(folder);
  const saving = saveRun(folder, model, { preprocessing: {} });
  await vi.waitFor(() => expect(warn).toHaveBeenCalledWith(`saveRun: waiting for ${us}, which works in ${folder}`));
  expect(await visible(folder)).toEqual([]);
  await release();
  await saving;
  expect(await visible(folder)).toEqual(['model', 'settings.json']);
  model.dispose();
});

const visible = async (folder: string) => (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
