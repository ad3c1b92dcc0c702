import 'fake-indexeddb/auto';

import * as tf from '@tensorflow/tfjs';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { OptionError, trainSegmentation } from 'msa-unet';
import { indexedDbCheckpoints, removeIndexedDbCheckpoints } from 'msa-unet/browser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { withDatabase } from '../../../src/browser/indexedDb/database';
import { forgetfulNet, numbersIn, resumable } from '../../support/resumable';
import { weightsOf } from './weightsOf';

const bytes = (...values: number[]) => Uint8Array.from(values);
const warn = vi.fn();
const store = () => indexedDbCheckpoints('run', { warn });

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  warn.mockClear();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Numbers of the checkpoints in the database. */
const recordsIn = (name = 'run') =>
  withDatabase('test', async (database) => {
    const keys = await database.getAllKeys('checkpoints');
    return keys.filter(([key, , part]) => key === name && part === 0).map(([, record]) => record);
  });

const damage = (record: number) =>
  withDatabase('test', (database) => database.put('checkpoints', bytes(99), ['run', record, 1]));

describe('checkpoints', () => {
  it('are none at first, then the latest that was written', async () => {
    expect(await store().read()).toBeNull();
    const run = store();
    await run.write(bytes(1), { newRun: true });
    await run.write(bytes(2));
    await run.write(bytes(3, 4));
    expect(await store().read()).toEqual(bytes(3, 4));
    expect(await recordsIn()).toEqual([2, 3]);
  });

  it('of a new run replace those of the run before in one step', async () => {
    const first = store();
    await first.write(bytes(1), { newRun: true });
    await first.write(bytes(2));
    await store().write(bytes(3), { newRun: true });
    expect(await recordsIn()).toEqual([3]);
    await damage(3);
    await expect(store().read()).rejects.toThrow(
      'indexedDbCheckpoints: "run" cannot be read: all its checkpoints are damaged. Remove them to start over: ' +
        "`removeIndexedDbCheckpoints('run')`, or pass `checkpoint: { resume: false }`",
    );
    await expect(store().read()).rejects.toBeInstanceOf(OptionError);
  });

  it('fall back to the one before if the newest is damaged, which is then replaced', async () => {
    const run = store();
    await run.write(bytes(1), { newRun: true });
    await run.write(bytes(2));
    await damage(2);
    const resumed = store();
    expect(await resumed.read()).toEqual(bytes(1));
    expect(warn.mock.calls).toEqual([
      ['indexedDbCheckpoints: the newest checkpoint of "run" is damaged; the one before is taken'],
    ]);
    await resumed.write(bytes(5));
    expect(await recordsIn()).toEqual([1, 3]);
  });

  it('of another name are not touched, and a name can be removed', async () => {
    const other = indexedDbCheckpoints('run 2');
    await other.write(bytes(7), { newRun: true });
    await store().write(bytes(1), { newRun: true });
    await removeIndexedDbCheckpoints('run');
    expect(await store().read()).toBeNull();
    expect(await other.read()).toEqual(bytes(7));
  });

  it('of two tabs: the second to write fails, the first continues', async () => {
    const [one, two] = [store(), store()];
    await one.read();
    await two.read();
    await one.write(bytes(1), { newRun: true });
    await expect(two.write(bytes(2), { newRun: true })).rejects.toThrow(
      'indexedDbCheckpoints: another tab has written a checkpoint of "run" since this run read it. Train in one tab at a ' +
        'time, or use another name',
    );
    await one.write(bytes(3));
    expect(await store().read()).toEqual(bytes(3));
  });

  it('that do not fit leave the one before', async () => {
    const run = store();
    await run.write(bytes(1), { newRun: true });
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(run.write(bytes(2))).rejects.toThrow(
      "indexedDbCheckpoints: the browser's storage for this site is full",
    );
    expect(await store().read()).toEqual(bytes(1));
    await run.write(bytes(3));
    expect(await store().read()).toEqual(bytes(3));
  });

  it('are prepared only if the browser has the space', async () => {
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 10e6, usage: 4e6 }) } });
    await store().prepare!(2e6);
    await expect(store().prepare!(3e6)).rejects.toThrow(
      'indexedDbCheckpoints: the browser lets this site store 6 MB more, and checkpoints will need 9 MB. Remove models or ' +
        'checkpoints that are no longer needed, or free disk space',
    );
  });
});

it('a training that was aborted resumes with the losses and weights that it would have had', async () => {
  await tf.setBackend('cpu');
  const whole = forgetfulNet();
  const expected = await trainSegmentation(whole, resumable);

  const abort = new AbortController();
  const stopped = await trainSegmentation(forgetfulNet(), {
    ...resumable,
    checkpoint: { store: store(), everyBatches: 2 },
    signal: abort.signal,
    onProgress: ({ epoch, batch }) => epoch === 3 && batch === 2 && abort.abort(),
  });
  expect(stopped.ended).toBe('aborted');

  const resumed = forgetfulNet();
  const history = await trainSegmentation(resumed, { ...resumable, checkpoint: { store: store() } });
  expect(numbersIn(history)).toEqual(numbersIn(expected));
  expect(weightsOf(resumed).map(([, values]) => values)).toEqual(weightsOf(whole).map(([, values]) => values));
  expect(warn).not.toHaveBeenCalled();
});
