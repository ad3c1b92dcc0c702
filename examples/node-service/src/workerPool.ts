import { setTimeout as sleep } from 'node:timers/promises';

import type { Job } from './messages';
import { busy } from './requestError';
import type { Settings } from './settings';
import { WorkerProcess } from './workerProcess';

/** Pause before another try to start a worker, if one cannot start. */
const retryMs = 1_000;

/** Workers that share the scans that wait, first come, first served; whichever dies is replaced. */
export class WorkerPool {
  readonly #idle: WorkerProcess[] = [];
  readonly #all = new Set<WorkerProcess>();
  readonly #waiting = new Set<(worker: WorkerProcess) => void>();
  #closed = false;

  private constructor(
    private readonly startOne: () => Promise<WorkerProcess>,
    private readonly waitSeconds: number,
  ) {}

  /** Starts all workers. @throws Error if they cannot start */
  static async start(settings: Settings, folder: string, onTrace: (trace: string) => void): Promise<WorkerPool> {
    const pool = new WorkerPool(() => WorkerProcess.start(settings, folder, onTrace), settings.waitSeconds);
    try {
      for (let i = 0; i < settings.workers; i++) await pool.#add();
      return pool;
    } catch (error) {
      pool.close();
      throw error;
    }
  }

  /** How many workers are ready or at work, and how many scans wait for one. */
  get state(): { readonly workers: number; readonly waiting: number } {
    return { workers: this.#all.size, waiting: this.#waiting.size };
  }

  /**
   * Segments a scan as soon as a worker is idle, as `WorkerProcess` does.
   *
   * @throws RequestError also if no worker becomes idle in time
   */
  async segment(job: Job, signal: AbortSignal): Promise<readonly string[]> {
    const worker = await this.#takeInTime(signal);
    try {
      return await worker.segment(job, signal);
    } finally {
      this.#release(worker);
    }
  }

  /** Ends all workers at once. */
  close(): void {
    this.#closed = true;
    for (const worker of this.#all) worker.kill();
  }

  async #add(): Promise<void> {
    const worker = await this.startOne();
    if (this.#closed) return worker.kill();
    this.#all.add(worker);
    void worker.death.then(() => this.#replace(worker));
    this.#release(worker);
  }

  async #takeInTime(signal: AbortSignal): Promise<WorkerProcess> {
    const limit = new AbortController();
    const late = () => limit.abort(busy(`No worker became free within ${this.waitSeconds} s; try again later`));
    const timer = setTimeout(late, this.waitSeconds * 1_000);
    try {
      return await this.#take(AbortSignal.any([signal, limit.signal]));
    } finally {
      clearTimeout(timer);
    }
  }

  #take(signal: AbortSignal): Promise<WorkerProcess> {
    signal.throwIfAborted();
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) if (idle.usable) return Promise.resolve(idle);
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(take);
        reject(signal.reason);
      };
      const take = (worker: WorkerProcess) => {
        this.#waiting.delete(take);
        signal.removeEventListener('abort', leave);
        resolve(worker);
      };
      this.#waiting.add(take);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #release(worker: WorkerProcess): void {
    if (!worker.usable) return; // its death brings another
    const [next] = this.#waiting;
    if (next) next(worker);
    else this.#idle.push(worker);
  }

  #replace(worker: WorkerProcess): Promise<void> {
    this.#all.delete(worker);
    const place = this.#idle.indexOf(worker);
    if (place >= 0) this.#idle.splice(place, 1);
    return this.#addPatiently();
  }

  async #addPatiently(): Promise<void> {
    while (!this.#closed) {
      try {
        return await this.#add();
      } catch {
        await sleep(retryMs, undefined, { ref: false });
      }
    }
  }
}
