import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { RequestError } from './requestError';
import type { Settings } from './settings';

/**
 * Writes the body of a request to a file, whatever its length: it never lies in memory.
 *
 * @throws RequestError if it is empty, larger than the limit, or comes too slowly
 */
export async function receiveUpload(
  request: IncomingMessage,
  path: string,
  limits: Settings,
  signal: AbortSignal,
): Promise<void> {
  const most = limits.maxUploadMb * 1e6;
  const slow = new AbortController();
  let received = 0;
  const counter = new Transform({
    transform: (part: Buffer, _encoding, done) => {
      received += part.length;
      done(received > most ? tooLarge(limits) : null, part);
    },
  });
  const stopWatch = watchSpeed(() => received, limits, slow);
  try {
    // `request` is no part of the pipeline, which would close the connection on an error, before the answer
    await pipeline(request.pipe(counter), createWriteStream(path, { mode: 0o600 }), {
      signal: AbortSignal.any([signal, slow.signal]),
    });
  } catch (error) {
    throw slow.signal.aborted ? slow.signal.reason : signal.aborted ? signal.reason : error;
  } finally {
    stopWatch();
  }
  if (received === 0)
    throw new RequestError(400, 'empty', 'The body is empty; send the scan as the body of the request');
}

/** The error of an upload above the limit. */
export const tooLarge = ({ maxUploadMb }: Pick<Settings, 'maxUploadMb'>): RequestError =>
  new RequestError(413, 'too_large', `The upload is larger than ${maxUploadMb} MB`);

/** Aborts `slow` when the mean speed, after the first `stallSeconds`, falls below the least that is allowed. */
function watchSpeed(received: () => number, limits: Settings, slow: AbortController): () => void {
  const { stallSeconds, minUploadKbPerSecond, uploadSeconds } = limits;
  const started = performance.now();
  const timer = setInterval(() => {
    const seconds = (performance.now() - started) / 1_000;
    const least = (seconds - stallSeconds) * minUploadKbPerSecond * 1e3;
    if (received() < least || seconds > uploadSeconds)
      slow.abort(
        new RequestError(
          408,
          'too_slow',
          `The upload is too slow: at least ${minUploadKbPerSecond} kB/s are expected, and its end within ${uploadSeconds} s`,
        ),
      );
  }, 250);
  return () => clearInterval(timer);
}
