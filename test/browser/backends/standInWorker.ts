import { resolveObjectURL } from 'node:buffer';
import { Worker as Thread } from 'node:worker_threads';

const globals = `const { parentPort } = require('node:worker_threads');
const postMessage = (data) => parentPort.postMessage(data);
parentPort.on('message', (data) => onmessage({ data }));`;

/** A worker of browsers that runs in a thread of Node. */
export class StandInWorker {
  /** Those that have not ended. */
  static readonly running = new Set<StandInWorker>();
  onmessage: ((event: { type: 'message'; data: unknown }) => void) | null = null;
  onerror: ((event: { type: 'error'; message?: string }) => void) | null = null;
  private readonly thread: Promise<Thread>;

  constructor(url: string) {
    StandInWorker.running.add(this);
    this.thread = this.start(resolveObjectURL(url)!);
  }

  async postMessage(data: unknown): Promise<void> {
    (await this.thread).postMessage(data);
  }

  async terminate(): Promise<void> {
    await (await this.thread).terminate();
  }

  private async start(program: { text(): Promise<string> }): Promise<Thread> {
    const thread = new Thread(`${globals}${await program.text()}`, { eval: true });
    thread.on('message', (data) => this.onmessage?.({ type: 'message', data }));
    thread.on('error', ({ message }) => this.onerror?.({ type: 'error', message }));
    thread.on('exit', () => StandInWorker.running.delete(this));
    return thread;
  }
}
