import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';

const main = resolve('examples/node-service/src/main.ts');
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** An answer of the service. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** How a request is made. */
export interface Sending {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  /** Whole, or in pieces without a stated length. */
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
}

/** The service of examples/node-service in a process of its own. */
export interface NodeService {
  readonly url: string;
  /** What it has printed. */
  output(): string;
  send(sending?: Sending): Promise<Answer>;
  /** Processes that hold its networks. */
  workers(): number[];
  /** Most memory that the service itself and any of its workers ever had, in MB. */
  memory(): { readonly service: number; readonly worker: number };
  /** Sends a signal and waits for the end. Returns the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the service on a free port of this machine, with `env` besides defaults for tests. */
export async function startNodeService(model: string, env: Record<string, string> = {}): Promise<NodeService> {
  const child = spawn(process.execPath, ['--import', tsx, main], {
    env: {
      ...process.env,
      ...{ TSX_TSCONFIG_PATH: resolve('tsconfig.json'), MODEL: model, PORT: '0', BACKEND: 'wasm' },
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output += text;
    });
  const url = await listening(child, () => output);
  return {
    url,
    output: () => output,
    send: (sending) => send(url, sending),
    workers: () => childrenOf(child.pid!),
    memory: () => ({
      service: peakMb(child.pid!),
      worker: Math.max(...childrenOf(child.pid!).map(peakMb)),
    }),
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const end = once(child, 'close');
      child.kill(signal);
      return (await end)[0];
    },
  };
}

async function listening(child: ChildProcess, output: () => string): Promise<string> {
  const ended = once(child, 'close').then(() => {
    throw new Error(output());
  });
  for (;;) {
    const url = /"url":"(.*?)"/.exec(output())?.[1];
    if (url) return url;
    await Promise.race([once(child.stdout!, 'data'), ended]);
  }
}

function send(url: string, { method = 'POST', path = '/segment', headers, body, signal }: Sending = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const request = httpRequest(url + path, { method, headers, agent: false, signal }, async (response) => {
      response.on('error', reject);
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part);
      resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) });
    });
    request.on('error', reject);
    if (!body || body instanceof Uint8Array) request.end(body);
    else pipeline(Readable.from(body), request).catch(() => {}); // `error` and `response` say what became of it
  });
}

/** Sends bytes as they are, and returns all that comes back until the connection ends. */
export async function sendRaw(url: string, text: string): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (part) => {
    answer += part;
  });
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

function childrenOf(pid: number): number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  return existsSync(path) ? readFileSync(path, 'utf8').split(' ').filter(Boolean).map(Number) : [];
}

function peakMb(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1_000;
}
