import { cpus, loadavg } from 'node:os';
import { setTimeout } from 'node:timers/promises';

/** What else the machine did during a run. */
export interface Load {
  /** Average length of the queue of processes over the last minute, when the run began. */
  start: number;
  /** The same at the end, the run included. */
  end: number;
  /** Processors that were busy before the run began. */
  busy: number;
}

/** Processors that may be busy before a run. */
export const quiet = 0.25;

/** Returns the time that all processors have been busy, or taken by other virtual machines, in milliseconds. */
function busyClock(): () => number {
  const idle = () => cpus().reduce((sum, { times }) => sum + times.idle, 0);
  const [start, before, processors] = [performance.now(), idle(), cpus().length];
  return () => processors * (performance.now() - start) - (idle() - before);
}

/** Returns how many processors are busy. */
async function busyProcessors(milliseconds = 2000): Promise<number> {
  const [busy, start] = [busyClock(), performance.now()];
  await setTimeout(milliseconds);
  return busy() / (performance.now() - start);
}

/**
 * Returns the load before a run.
 *
 * @throws Error if the machine is busy and that is not allowed
 */
export async function loadAtStart(allowBusy: boolean): Promise<Load> {
  const [start, busy] = [loadavg()[0]!, await busyProcessors()];
  const reason = busyReason(busy);
  if (reason && !allowBusy)
    throw new Error(`bench: ${reason}. Stop other programs, or measure all the same with --busy`);
  return { start, end: start, busy };
}

/** Returns why the machine is too busy for a comparison; `null`: it is not. */
export const busyReason = (busy: number): string | null =>
  busy > quiet
    ? `other programs keep ${busy.toFixed(2)} of ${cpus().length} processors busy; at most ${quiet} may be`
    : null;

/** Milliseconds; the clocks of processors advance in steps of ten. */
const enough = 500;

/** Adds up what other programs do during timed work. */
export class Others {
  #wall = 0;
  #theirs = 0;

  /** Runs and times a work. */
  async during<T extends { wall: number; processor: number | null }>(run: () => Promise<T>): Promise<T> {
    const busy = busyClock();
    const times = await run();
    if (times.processor !== null) {
      this.#wall += times.wall;
      this.#theirs += busy() - times.processor;
    }
    return times;
  }

  /** Returns the number of processors that they kept busy on average; `null`: too little was timed. */
  average(): number | null {
    return this.#wall >= enough ? Math.max(0, this.#theirs / this.#wall) : null;
  }
}
