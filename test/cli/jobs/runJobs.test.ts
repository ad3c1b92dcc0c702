import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { readRecord } from '../../../src/cli/jobs/jobRecord';
import { type Jobs, runJobs, UnusableScan } from '../../../src/cli/jobs/runJobs';
import { claimOf, dead, elsewhere } from '../../support/claims';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
let calls: string[];
let isAborted: AbortController;

beforeEach(() => {
  calls = [];
  isAborted = new AbortController();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

/** Jobs a, b, c and d, each of which is noted with the one that can be read ahead; `work` may fail. */
const run = (work: (name: string) => unknown = () => {}, others: Partial<Jobs<string>> = {}) =>
  runJobs<string>({
    names: ['a', 'b', 'c', 'd'],
    records: folder.path,
    settings: (name) => ({ scan: name }),
    about: { model: 'm', shard: '0/1', program: 'p' },
    signal: isAborted.signal,
    isDone: async () => false,
    work: async (name, next, keep) => {
      calls.push(`${name}${next ?? ''}`);
      await work(name);
      await keep(name.toUpperCase());
    },
    ...others,
  });

const statusOf = async (name: string) => (await readRecord(folder.path, name))?.status ?? null;

test('every scan is done once, in order, and has a record', async () => {
  expect(await run()).toMatchObject({ done: 4, there: 0, skipped: 0, failed: [] });
  expect(calls).toEqual(['ab', 'bc', 'cd', 'd']);
  expect(await readRecord(folder.path, 'b')).toEqual({
    ...{ format: 1, name: 'b', status: 'done', reason: null, result: 'B', seconds: expect.any(Number) },
    ...{ settings: { scan: 'b' }, model: 'm', shard: '0/1', program: 'p' },
  });
  expect(await readdir(join(folder.path, 'b'))).toEqual(['record.json']);
});

test('a scan that fails or is skipped is recorded, and the others go on', async () => {
  const end = await run((name) => {
    if (name === 'b') throw new UnusableScan('broken', 'failed');
    if (name === 'c') throw new UnusableScan('a mask', 'skipped');
  });
  expect(end).toMatchObject({ done: 2, skipped: 1, failed: ['b: broken'] });
  expect(await Promise.all(['a', 'b', 'c', 'd'].map(statusOf))).toEqual(['done', 'failed', 'skipped', 'done']);
  expect((await readRecord(folder.path, 'c'))!.reason).toBe('a mask');
});

test('the record of a scan that fails after its result is known keeps the result', async () => {
  const work: Jobs<string>['work'] = async (name, _, keep) => {
    await keep(name);
    if (name === 'b') throw new Error('disk full');
  };
  expect(await run(undefined, { work })).toMatchObject({ done: 3, failed: ['b: disk full'] });
  expect(await readRecord(folder.path, 'b')).toMatchObject({ status: 'failed', reason: 'disk full', result: 'b' });
});

test('three failures in a row that are not the scans’ end the process, and leave the rest for the next', async () => {
  const fails = (name: string) => {
    if (name !== 'd') throw new Error('device lost');
  };
  await expect(run(fails)).rejects.toThrow('3 scans in a row failed: device lost');
  expect(await statusOf('d')).toBe(null);
  calls = [];
  await expect(run((name) => Promise.reject(new UnusableScan(name, 'failed')))).resolves.toMatchObject({ done: 0 });
});

test('a scan that another process holds comes last', async () => {
  const claim = join(folder.path, 'a', claimOf(elsewhere));
  await folder.put(`a/${claimOf(elsewhere)}`, '');
  const end = await run((name) => name === 'd' && rm(claim));
  expect(calls).toEqual(['bc', 'cd', 'd', 'a']);
  expect(end).toMatchObject({ done: 4, there: 0 });
});

test('a scan that is held and done is not waited for', async () => {
  await folder.put(`a/${claimOf(elsewhere)}`, '');
  expect(await run(undefined, { isDone: async (name) => name === 'a' })).toMatchObject({ done: 3, there: 1 });
});

test('the claim of a process that has been killed is taken over at once', async () => {
  await folder.put(`a/${claimOf(dead)}`, '');
  expect(await run()).toMatchObject({ done: 4 });
  expect(calls[0]).toBe('ab');
  expect(await readdir(join(folder.path, 'a'))).toEqual(['record.json']);
});

test('an interrupt ends the process, and the scan in work has no record', async () => {
  const reason = new DOMException('This operation was aborted', 'AbortError');
  const interrupt = (name: string) => {
    if (name !== 'b') return;
    isAborted.abort(reason);
    throw reason;
  };
  await expect(run(interrupt)).rejects.toBe(reason);
  expect(await Promise.all(['a', 'b'].map(statusOf))).toEqual(['done', null]);
  expect((await readdir(folder.path, { recursive: true })).sort()).toEqual(['a', 'a/record.json']);
});

test('a damaged record is an error that names it', async () => {
  await folder.put('a/record.json', '{"format":2}');
  await expect(readRecord(folder.path, 'a')).rejects.toThrow(
    `${join(folder.path, 'a/record.json')} is no record of this version of msa-unet; remove it to have its scan done again`,
  );
});
