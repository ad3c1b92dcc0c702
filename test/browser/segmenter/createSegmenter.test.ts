import { createSegmenter, serveSegmenter } from 'msa-unet/browser';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { StandInWorker, standIn } from './standIn';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('createSegmenter', () => {
  it('names the backend, and logs in the page', async () => {
    const lines: string[] = [];
    const { segmenter } = await standIn({ log: (line) => void lines.push(line) });
    expect(segmenter.backend.name).toBe('cpu');
    expect(lines).toEqual([expect.stringMatching(/^backend cpu/)]);
    segmenter.dispose();
  });

  it('rejects if the script of the worker is not found', async () => {
    const worker = new StandInWorker({ answers: false });
    const starting = createSegmenter({ worker });
    worker.fail('error');
    await expect(starting).rejects.toThrow(
      'createSegmenter: the worker cannot be started. Check the URL of the worker, and that it is a module worker whose ' +
        'script calls serveSegmenter()',
    );
    expect(worker.isTerminated).toBe(true);
  });

  it('rejects if the worker does not answer', async () => {
    const worker = new StandInWorker({ answers: false });
    await expect(createSegmenter({ worker, startSeconds: 0.05 })).rejects.toThrow(
      'createSegmenter: the worker has not answered for 0.05 s. Check the URL of the worker, and that it is a module ' +
        'worker whose script calls serveSegmenter(), or raise `startSeconds`',
    );
    expect(worker.isTerminated).toBe(true);
  });

  it('says in Node what to call instead', async () => {
    await expect(createSegmenter()).rejects.toThrow(
      'createSegmenter: there are no Web Workers here. In Node, call predictVolume and trainSegmentation',
    );
  });

  it('starts the worker beside its own script', async () => {
    const started = stubWorker();
    vi.stubGlobal('location', { origin: new URL(import.meta.url).origin });
    await expect(createSegmenter({ startSeconds: 0.01 })).rejects.toThrow(
      /Its script is file:.*\/segmenterWorker\.js: copy node_modules\/msa-unet\/dist\/segmenterWorker\.js there, or pass/,
    );
    expect(started).toEqual([[expect.stringMatching(/segmenterWorker\.js$/), { type: 'module' }]]);
  });
});

describe('a worker that dies', () => {
  it.each<[string, (worker: StandInWorker) => void, string]>([
    [
      'by an error',
      (worker) => worker.fail('error', { message: 'RangeError: out of memory' }),
      'createSegmenter: the worker has crashed (RangeError: out of memory). Create a new segmenter; if memory was short, ' +
        'with smaller batches, smaller images or fewer filters',
    ],
    [
      'by a message that cannot be read',
      (worker) => worker.fail('messageerror'),
      'createSegmenter: a message of the worker cannot be read. Create a new segmenter; if memory was short, with smaller ' +
        'batches, smaller images or fewer filters',
    ],
  ])('%s rejects all calls, those that wait and those to come', async (_, die, message) => {
    const { segmenter, worker } = await standIn();
    const waiting = [segmenter.build('unet', [16, 16, 1], { depth: 2 }), segmenter.load('http://127.0.0.1/model.json')];
    const settled = Promise.allSettled(waiting);
    die(worker);
    for (const result of await settled) expect(result).toMatchObject({ status: 'rejected', reason: { message } });
    await expect(segmenter.build('unet', [16, 16, 1])).rejects.toThrow(message);
    expect(worker.isTerminated).toBe(true);
  });

  it('in silence is noticed by the lock that it held', async () => {
    const waiting: (() => void)[] = [];
    const names = new Set<string>();
    const request = async (name: string, work: () => unknown) => {
      if (names.has(name)) await new Promise<void>((resolve) => waiting.push(resolve)); // the page's turn
      names.add(name);
      return work();
    };
    vi.stubGlobal('navigator', { locks: { request } });
    const { segmenter } = await standIn();
    const call = segmenter.build('unet', [16, 16, 1], { depth: 2 });
    expect(names.size).toBe(1);
    waiting[0]!();
    await expect(call).rejects.toThrow('createSegmenter: the browser has ended the worker. Create a new segmenter');
  });

  it('because it was disposed says so', async () => {
    const { segmenter, worker } = await standIn();
    const call = segmenter.build('unet', [16, 16, 1], { depth: 2 });
    segmenter.dispose();
    await expect(call).rejects.toThrow('createSegmenter: the segmenter has been disposed');
    expect(worker.isTerminated).toBe(true);
  });
});

it('serveSegmenter is for workers', () => {
  expect(() => serveSegmenter()).toThrow('serveSegmenter: call it in a worker; pages call createSegmenter');
});

/** Records how workers are made. */
function stubWorker(): [string, unknown][] {
  const made: [string, unknown][] = [];
  class RecordedWorker extends StandInWorker {
    constructor(url: URL | string, options: unknown) {
      super({ answers: false });
      made.push([String(url), options]);
    }
  }
  vi.stubGlobal('Worker', RecordedWorker);
  return made;
}
