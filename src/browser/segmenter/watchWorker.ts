import type { Connection } from './connection';
import type { Port } from './protocol';

/** A Web Worker, as far as a segmenter uses it. */
export interface SegmenterWorker extends Port {
  /** Listens to the worker's messages. */
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  /** Listens to its failures. */
  addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
  /** Ends the worker. */
  terminate(): void;
}

/** Watch over a worker from its start to its end. */
export interface WorkerWatch {
  /** Gives the connection up if the worker has not started within this time. Returns a function that ends the limit. */
  limitStart(seconds: number): () => void;
  /** Waits from now on for the lock that the worker holds; `null`: it holds none. */
  started(lifeline: string | null): void;
}

/** Gives a connection up when its worker cannot start or dies, so that no call waits for ever. */
export function watchWorker(worker: SegmenterWorker, connection: Connection, help: string): WorkerWatch {
  let isStarted = false;
  const lose = (problem: string) => {
    connection.lose(new Error(`createSegmenter: ${problem}`));
    worker.terminate();
  };
  worker.addEventListener('error', (event) => {
    const { message } = event as Partial<ErrorEvent>;
    const why = message ? ` (${message})` : '';
    lose(isStarted ? `the worker has crashed${why}. ${afterCrash}` : `the worker cannot be started${why}. ${help}`);
  });
  worker.addEventListener('messageerror', () => lose(`a message of the worker cannot be read. ${afterCrash}`));
  return {
    limitStart(seconds) {
      const late = () => lose(`the worker has not answered for ${seconds} s. ${help}, or raise \`startSeconds\``);
      const timer = setTimeout(late, 1000 * seconds);
      return () => clearTimeout(timer);
    },
    started(lifeline) {
      isStarted = true;
      // A browser that ends a worker for want of memory sends no event, but it releases the worker's lock.
      const died = () => lose(`the browser has ended the worker. ${afterCrash}`);
      if (lifeline !== null) globalThis.navigator?.locks?.request(lifeline, died).catch(() => {});
    },
  };
}

const afterCrash = 'Create a new segmenter; if memory was short, with smaller batches, smaller images or fewer filters';
