import { Worker } from 'node:worker_threads';

import { type Timing, timingOf } from '../statistics';
import { accumulators, bytesPerTurn, hasFused, multiplyAddsPerTurn, peakModule } from './peakLoops';

/** The most that this machine can do in WebAssembly, on a number of threads. */
export interface Peaks {
  threads: number;
  /** Billions of multiply–adds in a second, by a multiplication and an addition of four floats. */
  gigaMacs: number;
  /** The same by one instruction of relaxed SIMD; `null`: the engine has none. */
  fusedGigaMacs: number | null;
  /** Billions of bytes in a second that are read from memory. */
  readGigabytes: number;
  /** Billions of bytes in a second that a copy reads and writes. */
  copyGigabytes: number;
}

/** Bytes that are read or copied: far more than any cache. */
const bytes = 1 << 28;

const turns = 4_000_000;

const rounds = 7;

/** Measures the peaks on threads that all work at the same time. A peak is the best of several rounds. */
export async function measurePeaks(threads: number): Promise<Peaks> {
  const rate = async (loop: string, work: number, isFused = false) => {
    const { min } = await timeTogether(threads, isFused, loop);
    return (threads * work) / min! / 1e6;
  };
  const multiplyAdds = async (isFused: boolean) => {
    const rates: number[] = [];
    for (const count of accumulators)
      rates.push(await rate(`multiplyAdd${count}`, turns * multiplyAddsPerTurn(count), isFused));
    return Math.max(...rates);
  };
  return {
    threads,
    gigaMacs: await multiplyAdds(false),
    fusedGigaMacs: hasFused() ? await multiplyAdds(true) : null,
    readGigabytes: await rate('read', bytes / 2),
    copyGigabytes: await rate('copy', bytes),
  };
}

/** Runs a loop on several threads at once, and returns the time until the last has ended. */
async function timeTogether(threads: number, isFused: boolean, loop: string): Promise<Timing> {
  const gate = new SharedArrayBuffer(8);
  const workerData = { code: peakModule(isFused), gate, loop, bytes, turns, bytesPerTurn, rounds, threads };
  const results = await Promise.all(
    Array.from({ length: threads }, () => {
      const worker = new Worker(program, { eval: true, workerData, execArgv: [] });
      return new Promise<number[]>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
      });
    }),
  );
  const slowest = Array.from({ length: rounds }, (_, i) => Math.max(...results.map((times) => times[i]!)));
  return timingOf(slowest.map((wall) => ({ wall, processor: null })));
}

/** Waits for all others before every round, so that each is measured beside the others; the first round compiles. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { code, gate, loop, bytes, turns, bytesPerTurn, rounds, threads } = workerData;
const memory = new WebAssembly.Memory({ initial: bytes >> 16 });
new Uint8Array(memory.buffer).fill(0);
new Float32Array(memory.buffer, 0, 8).set([0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1]);
const loops = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } }).exports;
const half = bytes / 2;
const parameters = { read: [half, 1024, half / bytesPerTurn], copy: [half, 0, half / bytesPerTurn] }[loop] ?? [turns];
const run = () => loops[loop](...parameters);
const [arrived, times] = [new Int32Array(gate), []];
for (let round = -2; round < rounds; round++) {
  Atomics.add(arrived, 0, 1);
  while (Atomics.load(arrived, 0) < threads * (round + 3));
  const start = performance.now();
  run();
  if (round >= 0) times.push(performance.now() - start);
}
parentPort.postMessage(times);`;
