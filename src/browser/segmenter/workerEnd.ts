import type { Sample, Samples } from '../../data/sample';
import type { CallMessage, CallName, Calls, EventMessage, Part, Port, SentSamples, ToPage, ToWorker } from './protocol';
import { receivedError, sentError } from './sentError';
import { type Answer, type CallContext, handlers } from './workerCalls';

/** The worker's end of the line: runs the page's calls one after another. */
export class WorkerEnd {
  private readonly aborts = new Map<number, AbortController>();
  private readonly reads = new Map<number, { resolve(sample: Sample): void; reject(error: Error): void }>();
  private readonly handlers = handlers();
  private last: Promise<void> = Promise.resolve();
  private requests = 0;

  constructor(private readonly port: Port) {
    port.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => this.receive(data));
  }

  private receive(message: ToWorker): void {
    if (message.type === 'call') {
      this.aborts.set(message.id, new AbortController());
      this.last = this.last.then(() => this.run(message));
    } else if (message.type === 'abort') this.aborts.get(message.id)?.abort();
    else {
      const read = this.reads.get(message.request);
      this.reads.delete(message.request);
      if (message.type === 'sample') read?.resolve(message.sample);
      else read?.reject(receivedError(message.error));
    }
  }

  private async run<Name extends CallName>({ id, name, args }: CallMessage<Name>): Promise<void> {
    const context: CallContext = {
      signal: this.aborts.get(id)!.signal,
      report: (kind, value) => this.send({ type: 'event', id, kind, value } as EventMessage),
      samples: (part, sent) => this.samples(id, part, sent),
    };
    try {
      const { result, transfer = [] }: Answer<Calls[Name]['result']> = await this.handlers[name](args, context);
      this.send({ type: 'result', id, result }, transfer);
    } catch (error) {
      this.send({ type: 'error', id, error: sentError(error) });
    }
    this.aborts.delete(id);
  }

  /** Samples of the page, read one by one. */
  private samples(id: number, part: Part, sent: SentSamples): Samples {
    const read = (index: number) =>
      new Promise<Sample>((resolve, reject) => {
        const request = this.requests++;
        this.reads.set(request, { resolve, reject });
        this.send({ type: 'read', id, request, part, index });
      });
    return { ...sent, read };
  }

  private send(message: ToPage, transfer: Transferable[] = []): void {
    this.port.postMessage(message, transfer);
  }
}
