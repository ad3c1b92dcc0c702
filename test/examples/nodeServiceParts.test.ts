import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { encodeNotes } from '../../examples/node-service/src/encodeNotes';
import { readSettings } from '../../examples/node-service/src/settings';
import { WorkerPool } from '../../examples/node-service/src/workerPool';
import { WorkerProcess } from '../../examples/node-service/src/workerProcess';

vi.mock('node:child_process', () => ({ fork: vi.fn() }));

const job = { scan: 'scan', mask: 'mask', format: 'nifti' } as const;
const { signal } = new AbortController();
const settings = readSettings({ MODEL: 'm', WORKERS: '2', WAIT_SECONDS: '0.2' });

afterEach(() => void vi.restoreAllMocks());

describe('WorkerPool', () => {
  it('ends the workers that have started if a later one cannot start', async () => {
    const first = fakeWorker();
    vi.spyOn(WorkerProcess, 'start').mockResolvedValueOnce(first).mockRejectedValueOnce(new Error('no memory'));
    await expect(WorkerPool.start(settings, 'folder', () => {})).rejects.toThrow(new Error('no memory'));
    expect(first.kill).toHaveBeenCalledOnce();
  });

  it('refuses a scan as busy that no worker takes in time', async () => {
    const pool = await poolOf(fakeWorker({ segment: () => new Promise(() => {}) }));
    void pool.segment(job, signal);
    const message = 'No worker became free within 0.2 s; try again later';
    const headers = { 'retry-after': '10' };
    await expect(pool.segment(job, signal)).rejects.toMatchObject({ status: 503, code: 'busy', message, headers });
    expect(pool.state.waiting).toBe(0);
  });

  it('gives no scan to an idle worker that has failed', async () => {
    const worker = { ...fakeWorker(), usable: true };
    const pool = await poolOf(worker as unknown as WorkerProcess);
    worker.usable = false;
    await expect(pool.segment(job, signal)).rejects.toMatchObject({ code: 'busy' });
  });
});

it('an idle WorkerProcess that fails is reported and ended', async () => {
  const child = Object.assign(new EventEmitter(), { kill: vi.fn() });
  vi.mocked(fork).mockReturnValueOnce(child as unknown as ReturnType<typeof fork>);
  const traces: string[] = [];
  const started = WorkerProcess.start(settings, 'folder', (trace) => traces.push(trace));
  child.emit('message', { type: 'ready', backend: 'wasm' });
  const worker = await started;
  expect(worker.usable).toBe(true);
  child.emit('message', { type: 'failed', trace: 'Error\n    at main' });
  expect(traces).toEqual(['Error\n    at main']);
  expect(worker.usable).toBe(false);
  expect(child.kill).toHaveBeenCalledWith('SIGKILL');
});

describe('encodeNotes', () => {
  it('keeps all notes that fit, in URI-encoded JSON', () => {
    const notes = ['2 slices are missing', 'größer als 3 µm, "z"'];
    expect(JSON.parse(decodeURIComponent(encodeNotes(notes)))).toEqual(notes);
  });

  it('leaves out whole notes that make the header too long', () => {
    const notes = ['first', 'ü'.repeat(5_000), ...Array.from({ length: 300 }, (_, i) => `slice ${i} is missing`)];
    const header = encodeNotes(notes);
    expect(header.length).toBeLessThanOrEqual(4_000);
    const kept: string[] = JSON.parse(decodeURIComponent(header));
    expect(kept.slice(0, 2)).toEqual(['first', 'slice 0 is missing']);
    expect(kept.length).toBeGreaterThan(90);
  });
});

function fakeWorker(parts: Partial<Pick<WorkerProcess, 'segment'>> = {}): WorkerProcess {
  const worker = { usable: true, death: new Promise<void>(() => {}), kill: vi.fn(), segment: async () => [], ...parts };
  return worker as unknown as WorkerProcess;
}

function poolOf(worker: WorkerProcess): Promise<WorkerPool> {
  vi.spyOn(WorkerProcess, 'start').mockResolvedValue(worker);
  return WorkerPool.start({ ...settings, workers: 1 }, 'folder', () => {});
}
