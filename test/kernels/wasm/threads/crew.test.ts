import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it, vi } from 'vitest';

import { simdModule } from '../../../../src/kernels/wasm/simd/simdOf';
import type { Crew, Loop } from '../../../../src/kernels/wasm/threads/crew';
import { crewOf } from '../../../../src/kernels/wasm/threads/crews';
import { type StartWorker, startCrew } from '../../../../src/kernels/wasm/threads/startCrew';
import { mostCalls, mostTasks, words } from '../../../../src/kernels/wasm/threads/workerProgram';

const running: (() => void)[] = [];
const workers: Worker[] = [];
const ended: Promise<unknown>[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const end of running.splice(0)) end();
  await Promise.all(ended.splice(0));
  workers.length = 0;
});

const ready = `const { parentPort, workerData } = require('node:worker_threads');
const onReady = () => parentPort.postMessage('ready');`;

/** Starts workers that, in place of serving, may run a program of their own. */
const startWorker =
  (instead = 'serve(workerData, onReady)'): StartWorker =>
  (program, workerData) => {
    const worker = new Worker(`${program}${ready}${instead}`, { eval: true, workerData, execArgv: [] });
    workers.push(worker);
    ended.push(new Promise((resolve) => worker.once('exit', resolve)));
    return new Promise((resolve) => worker.once('message', () => resolve(worker)));
  };

/** A crew on a page of memory, and its loop that copies `vectors` times four floats `pixels` times. */
async function start(threads: number, instead?: string) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  running.push(await startCrew(memory, threads, startWorker(instead)));
  const crew = crewOf(memory)!;
  const loops = { ...new WebAssembly.Instance(simdModule(memory)!, { env: { memory } }).exports };
  crew.use(Object.values(loops) as Loop[]);
  const copyPixels = Object.keys(loops).indexOf('copyPixels');
  const copy = (from: number, to: number, pixels = 1) => crew.call(copyPixels, [from, 0, to, 0, 1, pixels]);
  return { crew, copy, floats: new Float32Array(memory.buffer) };
}

/** Notes a task of a tenth of a second, so that the others have time to take theirs. */
function long({ copy, crew }: { copy: (from: number, to: number, pixels: number) => void; crew: Crew }): void {
  copy(32_768, 32_768, 1e8);
  crew.next();
}

it.each([1, 2, 4])('runs the calls of a task in their order, on %i threads', async (threads) => {
  const { crew, copy, floats } = await start(threads);
  const tasks = 500;
  for (let round = 0; round < 20; round++) {
    floats.fill(0).fill(round, 0, 4);
    for (let task = 1; task <= tasks; task++) {
      copy(0, 64 * task);
      copy(64 * task, 64 * task + 16);
      copy(64 * task + 16, 64 * task + 32);
      crew.next();
    }
    crew.finish();
    const last = Array.from({ length: tasks }, (_, i) => floats[16 * (i + 1) + 8]);
    expect(last).toEqual(new Array(tasks).fill(round));
  }
});

it('runs more calls and tasks than fit at once', async () => {
  const { crew, copy, floats } = await start(2);
  floats.fill(7, 0, 4);
  for (let i = 0; i < 2 * mostCalls + 5; i++) copy(16 * (i % 4000), 16 * ((i % 4000) + 1));
  crew.finish();
  expect(floats[4 * 4000]).toBe(7);
  floats.fill(8, 0, 4);
  for (let i = 0; i < 2 * mostTasks + 5; i++) {
    copy(0, 16 * (1 + (i % 4000)));
    crew.next();
  }
  crew.finish();
  expect(new Set(floats.subarray(0, 4 * 2000))).toEqual(new Set([8]));
});

it('uses its workers, which sleep when there is nothing to do', async () => {
  const { crew, copy, floats } = await start(3);
  floats.fill(5, 0, 4);
  for (let round = 0; round < 3; round++) {
    await sleep(100);
    expect(Atomics.load(new Int32Array(crew.control), words.asleep)).toBe(2);
    long({ copy, crew });
    copy(0, 64);
    crew.finish();
    expect(floats[16]).toBe(5);
  }
});

it('goes on without a worker that ended while it had nothing to do', async () => {
  const { crew, copy, floats } = await start(2);
  await workers[0]!.terminate();
  floats.fill(5, 0, 4);
  for (let task = 1; task < 9; task++) {
    copy(0, 64 * task);
    crew.next();
  }
  crew.finish();
  expect(floats[16 * 8]).toBe(5);
});

/** A worker that takes a task. */
const take = `onReady(); const words = new Int32Array(workerData.control); while (Atomics.load(words, ${words.left}) < 1); Atomics.sub(words, ${words.left}, 1);`;

it('does not wait for ever for a worker that ended in the middle of a task', async () => {
  const started = await start(2, take);
  started.crew.patience = 500;
  started.copy(0, 64);
  started.crew.next();
  long(started);
  expect(() => started.crew.finish()).toThrow(
    'a thread of the WASM backend has stopped; restart the program, or reload the page',
  );
});

it('does not give a thread up because the machine was suspended meanwhile', async () => {
  const started = await start(
    2,
    `${take}
    while (!Atomics.load(words, ${words.waiting}));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    Atomics.add(words, ${words.done}, 1);
    Atomics.notify(words, ${words.done});`,
  );
  started.copy(0, 64);
  started.crew.next();
  long(started);
  const { now } = Date;
  let [asked, hours] = [0, 0];
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000 * (asked++ === 0 ? 0 : ++hours));
  started.crew.finish();
  expect(hours).toBeGreaterThan(0);
});

it('reports a loop that fails in a worker, or here', async () => {
  const { crew, copy } = await start(2);
  copy(1 << 30, 0);
  crew.next();
  long({ copy, crew });
  expect(() => crew.finish()).toThrow('a thread of the WASM backend has failed');
});

it('leaves no worker behind when one does not start', async () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const good = startWorker();
  let count = 0;
  const one: StartWorker = (program, data) =>
    count++ === 1 ? Promise.reject(new Error('no room')) : good(program, data);
  await expect(startCrew(memory, 4, one)).rejects.toThrow('no room');
  expect(await Promise.all(ended)).toHaveLength(2);
  expect(crewOf(memory)).toBeNull();
});
