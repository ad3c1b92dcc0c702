import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { FromWorker, Job, ToWorker } from './messages';
import { RequestError } from './requestError';
import type { Settings } from './settings';

/** Time in which a worker must stop when it is asked to, before it is killed. */
const graceMs = 2_000;

/** A process that segments one scan at a time. */
export class WorkerProcess {
  #usable = true;
  /** Resolves when the process has ended. */
  readonly death: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly segmentSeconds: number,
    onTrace: (trace: string) => void,
  ) {
    child.on('error', () => child.kill('SIGKILL'));
    this.death = new Promise((resolve) => {
      child.on('exit', () => {
        this.#usable = false;
        resolve();
      });
    });
    child.on('message', (message: FromWorker) => {
      if (message.type !== 'failed') return;
      onTrace(message.trace);
      this.kill();
    });
  }

  /** Starts one. @throws Error if it cannot load the network or start the backend, in time */
  static async start(settings: Settings, folder: string, onTrace: (trace: string) => void): Promise<WorkerProcess> {
    const program = fileURLToPath(new URL('./worker.ts', import.meta.url));
    const child = fork(program, [JSON.stringify([settings, folder])], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const worker = new WorkerProcess(child, settings.segmentSeconds, onTrace);
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      worker.kill();
    }, settings.startSeconds * 1_000);
    const answer = await worker.#answer().catch(() => null);
    clearTimeout(limit);
    if (answer?.type === 'ready') return worker;
    worker.kill();
    if (late) throw new Error(`the worker was not ready within ${settings.startSeconds} s (START_SECONDS)`);
    throw new Error(answer?.type === 'unusable' ? answer.message : 'the worker ended while it started');
  }

  /** Whether it can take another scan. */
  get usable(): boolean {
    return this.#usable;
  }

  /**
   * Segments a scan; returns the notes of the reader.
   *
   * @throws the reason of `signal`; RequestError if the scan is refused or takes too long
   */
  async segment(job: Job, signal: AbortSignal): Promise<readonly string[]> {
    const stop = AbortSignal.any([signal, AbortSignal.timeout(this.segmentSeconds * 1_000)]);
    const answer = await this.#whileStoppable(stop, async () => {
      this.#send({ type: 'segment', job });
      return this.#answer();
    });
    stop.throwIfAborted();
    if (answer.type === 'done') return answer.notes;
    if (answer.type === 'refused') throw new RequestError(answer.status, answer.code, answer.message);
    this.kill();
    throw new Error(answer.type === 'failed' ? answer.trace : answer.type);
  }

  kill(): void {
    this.#usable = false;
    this.child.kill('SIGKILL');
  }

  /** Runs `work`; when `stop` is aborted, asks the worker to stop, and kills it if it does not. */
  async #whileStoppable<T>(stop: AbortSignal, work: () => Promise<T>): Promise<T> {
    stop.throwIfAborted();
    let killer: NodeJS.Timeout | undefined;
    const onStop = () => {
      this.#send({ type: 'abort' });
      killer = setTimeout(() => this.kill(), graceMs);
    };
    stop.addEventListener('abort', onStop);
    try {
      return await work();
    } catch (error) {
      throw stop.aborted ? stop.reason : error;
    } finally {
      stop.removeEventListener('abort', onStop);
      clearTimeout(killer);
    }
  }

  #send(message: ToWorker): void {
    this.child.send(message, () => {}); // if it is dead, `exit` reports it
  }

  /** Its next message. @throws RequestError if it dies */
  async #answer(): Promise<FromWorker> {
    const over = new AbortController();
    const { signal } = over;
    const died = once(this.child, 'exit', { signal }).then(() => {
      throw new RequestError(500, 'worker_died', 'The scan could not be segmented: its process ended');
    });
    try {
      const [message]: FromWorker[] = await Promise.race([once(this.child, 'message', { signal }), died]);
      return message!;
    } finally {
      over.abort();
    }
  }
}
