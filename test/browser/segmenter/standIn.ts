import { type CreateSegmenterOptions, createSegmenter, type Segmenter, type SegmenterWorker } from 'msa-unet/browser';

import { WorkerEnd } from '../../../src/browser/segmenter/workerEnd';

type Listener = (event: MessageEvent) => void;

/** What stands in for a worker in Node: the same code at the other end of a message channel. */
export class StandInWorker implements SegmenterWorker {
  isTerminated = false;
  /** Types of all messages from the page. */
  readonly sent: string[] = [];
  private readonly channel = new MessageChannel();
  private readonly listeners: [type: string, listener: Listener][] = [];

  constructor({ answers = true } = {}) {
    if (answers) new WorkerEnd(this.channel.port2);
  }

  postMessage(message: { type: string; name?: string }, transfer: Transferable[]): void {
    this.sent.push(message.name ?? message.type);
    this.channel.port1.postMessage(message, transfer);
  }

  addEventListener(type: string, listener: Listener): void {
    if (type === 'message') this.channel.port1.addEventListener('message', listener);
    else this.listeners.push([type, listener]);
  }

  terminate(): void {
    this.isTerminated = true;
    this.channel.port1.close();
  }

  /** What a browser does if a worker fails. */
  fail(type: 'error' | 'messageerror', parts: { message?: string } = {}): void {
    for (const [one, listener] of this.listeners)
      if (one === type) listener(Object.assign(new Event(type), parts) as MessageEvent);
  }
}

/** A segmenter on a stand-in. */
export async function standIn(
  options: Omit<CreateSegmenterOptions, 'worker'> = {},
): Promise<{ segmenter: Segmenter; worker: StandInWorker }> {
  const worker = new StandInWorker();
  return { segmenter: await createSegmenter({ backend: 'cpu', log: null, worker, ...options }), worker };
}
