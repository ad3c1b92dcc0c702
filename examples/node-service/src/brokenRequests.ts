import type { Duplex } from 'node:stream';

import { errorText } from './answers';

const answers: Record<string, [status: string, code: string, message: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'too_slow', 'The request came too slowly'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'long_headers', 'The headers are too long'],
};
const byDefault = ['400 Bad Request', 'no_http', 'This is no valid HTTP request'] as const;

/** Answers what is no HTTP request, or comes too slowly to become one. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const [status, code, message] = answers[error.code ?? ''] ?? byDefault;
  const body = errorText(code, message, '');
  const head = [
    `HTTP/1.1 ${status}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
