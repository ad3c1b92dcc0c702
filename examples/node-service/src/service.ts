import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { sendError, sendJson } from './answers';
import { answerBrokenRequest } from './brokenRequests';
import { log } from './log';
import { asRequestError, busy, RequestError, retryLater } from './requestError';
import { segmentRequest } from './segmentRequest';
import type { Settings } from './settings';
import { traceOf } from './traceOf';
import { WorkerPool } from './workerPool';

/** A running service. */
export class Service {
  #requests = 0;
  #stopping = false;
  readonly #server: Server;

  private constructor(
    private readonly settings: Settings,
    private readonly folder: string,
    private readonly pool: WorkerPool,
  ) {
    this.#server = createServer({
      headersTimeout: settings.headerSeconds * 1_000,
      requestTimeout: (settings.headerSeconds + settings.uploadSeconds) * 1_000,
      connectionsCheckingInterval: 500,
      maxHeaderSize: 8_192,
    });
    const answer = (request: IncomingMessage, response: ServerResponse) => void this.#answer(request, response);
    this.#server.on('request', answer).on('checkContinue', answer).on('clientError', answerBrokenRequest);
  }

  /** Loads the network and listens. @throws Error if either fails */
  static async start(settings: Settings): Promise<Service> {
    const folder = await mkdtemp(join(tmpdir(), 'msa-unet-service-'));
    try {
      const pool = await WorkerPool.start(settings, folder, (trace) => log({ event: 'worker failed', trace }));
      const service = new Service(settings, folder, pool);
      service.#server.listen(settings.port, settings.host);
      await once(service.#server, 'listening').catch((error) => {
        pool.close();
        throw error;
      });
      return service;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get url(): string {
    const { address, family, port } = this.#server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  /** Refuses new requests, finishes the others within `stopSeconds`, and ends the workers. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const closed = once(this.#server, 'close');
    this.#server.close();
    const late = new AbortController();
    const limit = sleep(this.settings.stopSeconds * 1_000, undefined, { signal: late.signal }).catch(() => {});
    await Promise.race([closed, limit]);
    late.abort();
    this.pool.close();
    this.#server.closeAllConnections();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = randomUUID();
    const started = performance.now();
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) gone.abort(new RequestError(499, 'gone', 'The sender has hung up'));
    });
    request.on('error', () => {}); // `close` follows
    response.setHeader('x-request-id', id);
    const report = (entry: object) => log({ request: id, ms: Math.round(performance.now() - started), ...entry });
    try {
      await this.#route(request, response, gone.signal);
      if (request.method === 'POST') report({ status: 200 });
    } catch (error) {
      const refusal = asRequestError(gone.signal.aborted && !response.writableFinished ? gone.signal.reason : error);
      report({
        status: refusal.status,
        code: refusal.code,
        ...(refusal.code === 'internal' && { trace: traceOf(error) }),
      });
      await sendError(request, response, refusal, id);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const path = request.url!.replace(/\?.*/s, '');
    if (path === '/health') {
      requireMethod(request, 'GET');
      return this.#health(response);
    }
    if (path !== '/segment') throw new RequestError(404, 'unknown_path', 'Send scans by POST /segment');
    requireMethod(request, 'POST');
    if (this.#stopping) throw new RequestError(503, 'stopping', 'The service is stopping', retryLater);
    if (this.#requests >= this.settings.maxRequests)
      throw busy(`${this.#requests} scans are already at work or waiting; try again later`);
    this.#requests++;
    try {
      await segmentRequest(
        request,
        response,
        { settings: this.settings, pool: this.pool, folder: this.folder },
        signal,
      );
    } finally {
      this.#requests--;
    }
  }

  #health(response: ServerResponse): void {
    const { workers, waiting } = this.pool.state;
    const status = this.#stopping ? 'stopping' : workers > 0 ? 'ok' : 'starting';
    sendJson(response, status === 'ok' ? 200 : 503, { status, workers, requests: this.#requests, waiting });
  }
}

function requireMethod(request: IncomingMessage, method: string): void {
  if (request.method !== method) throw new RequestError(405, 'wrong_method', `Use ${method} here`, { allow: method });
}
