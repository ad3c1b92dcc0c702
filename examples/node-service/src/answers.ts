import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { encodeNotes } from './encodeNotes';
import { type MaskFormat, maskFormats } from './maskFormats';
import type { RequestError } from './requestError';

/** Time in which the rest of a refused upload is read and dropped; else its sender might never read the answer. */
const lingerMs = 2_000;

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: object): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** Answers with an error, even while the body of the request still arrives. */
export async function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code, message, headers }: RequestError,
  id: string,
): Promise<void> {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const text = errorText(code, message, id);
  if (!request.complete) response.setHeader('connection', 'close');
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.write(text);
  if (!request.complete) await dropRest(request);
  response.end();
}

async function dropRest(request: IncomingMessage): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  request.resume();
  await Promise.race([once(request, 'end', { signal }), sleep(lingerMs, undefined, { signal })]).catch(() => {});
  over.abort();
}

/** Body of an error. */
export const errorText = (code: string, message: string, request: string): string =>
  `${JSON.stringify({ error: { code, message, request } })}\n`;

/** Streams a mask; the notes of the reader go into a header. */
export async function sendMask(
  response: ServerResponse,
  path: string,
  format: MaskFormat,
  notes: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { size } = await stat(path);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${maskFormats[format].file}"`,
    'content-length': size,
    ...(notes.length > 0 && { 'x-notes': encodeNotes(notes) }),
  });
  await pipeline(createReadStream(path, { end: size - 1 }), response, { signal });
}
