import type { Samples } from '../../data/sample';
import type { CallMessage, CallName, Calls, EventMessage, Events, Part, Port, ToPage, ToWorker } from './protocol';
import { receivedError, sentError } from './sentError';

/** What a call needs besides its arguments. */
export interface CallOptions {
  /** Buffers that move to the worker. */
  transfer?: Transferable[];
  /** Aborts the call in the worker. */
  signal?: AbortSignal | undefined;
  /** Whether the promise rejects as soon as the signal aborts it, instead of waiting for the worker's answer. */
  rejectsOnAbort?: boolean;
  /** Called with what the worker reports; an error that one throws ends the call. */
  on?: { [Kind in keyof Events]?: ((value: Events[Kind]) => void) | undefined };
  /** Samples that the worker reads. */
  samples?: Readonly<Record<Part, Samples>>;
}

interface Pending {
  readonly options: CallOptions;
  resolve(result: Calls[CallName]['result']): void;
  reject(error: unknown): void;
}

/** The page's end of the line to a worker: calls, and what they wait for. */
export class Connection {
  private readonly pending = new Map<number, Pending>();
  private calls = 0;
  private lost: Error | null = null;
  /** Settles when the last call has been sent. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly port: Port) {
    port.addEventListener('message', ({ data }: MessageEvent<ToPage>) => this.receive(data));
  }

  /** Sends a call to the worker after those before it, as soon as its arguments are ready. */
  async call<Name extends CallName>(
    name: Name,
    args: Calls[Name]['args'] | Promise<Calls[Name]['args']>,
    options: CallOptions = {},
  ): Promise<Calls[Name]['result']> {
    if (this.lost) throw this.lost;
    const { signal, rejectsOnAbort = false, transfer = [] } = options;
    if (rejectsOnAbort) signal?.throwIfAborted();
    const id = this.calls++;
    const onAbort = () => {
      this.send({ type: 'abort', id });
      if (rejectsOnAbort) this.pending.get(id)?.reject(signal?.reason);
    };
    try {
      return await new Promise<Calls[Name]['result']>((resolve, reject) => {
        this.pending.set(id, { options, resolve: (result) => resolve(result as Calls[Name]['result']), reject });
        signal?.addEventListener('abort', onAbort);
        this.inOrder(args, (ready) => {
          if (!this.pending.has(id)) return; // it has been aborted
          this.send({ type: 'call', id, name, args: ready } as CallMessage, transfer);
          if (signal?.aborted) onAbort();
        }).catch(reject);
      });
    } finally {
      this.pending.delete(id);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Rejects all calls, those that wait and those to come. */
  lose(error: Error): void {
    this.lost ??= error;
    for (const { reject } of this.pending.values()) reject(this.lost);
  }

  private inOrder<Args>(args: Args | Promise<Args>, send: (ready: Args) => void): Promise<void> {
    const sending = Promise.allSettled([args, this.turn]).then(async () => send(await args));
    this.turn = sending.catch(() => {});
    return sending;
  }

  private send(message: ToWorker, transfer: Transferable[] = []): void {
    this.port.postMessage(message, transfer);
  }

  private receive(message: ToPage): void {
    const call = this.pending.get(message.id);
    if (message.type === 'read') void this.answerRead(message, call);
    else if (!call)
      return; // it has been aborted
    else if (message.type === 'result') call.resolve(message.result);
    else if (message.type === 'error') call.reject(receivedError(message.error));
    else this.report(message, call);
  }

  private report(message: EventMessage, { options: { on = {} }, reject }: Pending): void {
    try {
      dispatch(on, message);
    } catch (error) {
      this.send({ type: 'abort', id: message.id });
      reject(error);
    }
  }

  private async answerRead(
    { request, part, index }: Extract<ToPage, { type: 'read' }>,
    call: Pending | undefined,
  ): Promise<void> {
    try {
      const samples = call?.options.samples;
      if (!samples) throw new Error('the training has ended');
      const sample = await samples[part].read(index);
      const [image, mask] = [sample.image.slice(), sample.mask.slice()]; // views would be sent with all bytes around them
      const { patient, name, height, width } = sample;
      const copy = { patient, name, height, width, image, mask };
      this.send({ type: 'sample', request, sample: copy }, [image.buffer, mask.buffer]);
    } catch (error) {
      this.send({ type: 'noSample', request, error: sentError(error) });
    }
  }
}

function dispatch<Kind extends keyof Events>(
  on: { [One in Kind]?: ((value: Events[One]) => void) | undefined },
  { kind, value }: { readonly kind: Kind; readonly value: Events[Kind] },
): void {
  on[kind]?.(value);
}
