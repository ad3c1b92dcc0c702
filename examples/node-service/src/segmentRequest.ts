import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

import { sendMask } from './answers';
import { type MaskFormat, maskFormat } from './maskFormats';
import { receiveUpload, tooLarge } from './receiveUpload';
import { RequestError } from './requestError';
import type { Settings } from './settings';
import type { WorkerPool } from './workerPool';

/** What a request needs of the service. */
export interface Surroundings {
  readonly settings: Settings;
  readonly pool: WorkerPool;
  /** Folder for uploads and masks. */
  readonly folder: string;
}

/**
 * Answers a scan with its mask. Nothing of either stays on the disk.
 *
 * @throws RequestError if it is refused; the reason of `signal` when that is aborted
 */
export async function segmentRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { settings, pool, folder }: Surroundings,
  signal: AbortSignal,
): Promise<void> {
  const format = askedFormat(request);
  requireBody(request, settings);
  const own = await mkdtemp(join(folder, 'request-'));
  try {
    const job = { scan: join(own, 'scan'), mask: join(own, 'mask'), format };
    if (request.headers.expect) response.writeContinue();
    await receiveUpload(request, job.scan, settings, signal);
    const notes = await pool.segment(job, signal);
    const sending = AbortSignal.any([signal, AbortSignal.timeout(settings.sendSeconds * 1_000)]);
    await sendMask(response, job.mask, format, notes, sending);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** The format that `?format=` asks for, else the header `Accept`. */
function askedFormat({ url, headers: { accept = '' } }: IncomingMessage): MaskFormat {
  return maskFormat(new URL(url!, 'http://service').searchParams.get('format'), accept);
}

/** Refuses by the headers what would be refused after the upload. */
function requireBody({ headers }: IncomingMessage, settings: Settings): void {
  if (Number(headers['content-length'] ?? 0) > settings.maxUploadMb * 1e6) throw tooLarge(settings);
  if (headers['content-type']?.startsWith('multipart/'))
    throw new RequestError(415, 'form', 'Send the file itself as the body: curl --data-binary @scan.nii.gz');
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new RequestError(415, 'encoded', 'Send the file as it is, without Content-Encoding');
}
