// A worker: owns the network and segments one scan at a time, in a process of its own. A scan that crashes it, takes too
// long or needs too much memory harms no other request.
import { rmSync } from 'node:fs';

import { CtFileError } from 'msa-unet';
import { openRun, type Run, useBackend } from 'msa-unet/node';

import type { FromWorker, Job, ToWorker } from './messages';
import { RequestError } from './requestError';
import { segmentScan } from './segmentScan';
import type { Settings } from './settings';
import { traceOf } from './traceOf';

const [settings, folder]: [Settings, string] = JSON.parse(process.argv[2]!);
let work = new AbortController();

const answer = (message: FromWorker) => process.connected && process.send!(message);

async function main(): Promise<void> {
  process.on('disconnect', leave);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {}); // the service decides when a worker ends
  const backend = await useBackend(settings.backend, { log: null });
  const run = await openRun(settings.model);
  process.removeAllListeners('uncaughtException'); // tfjs's would print messages, which may name a patient
  for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, fail);
  process.on('message', (message: ToWorker) => {
    if (message.type === 'abort') work.abort();
    else void segment(run, message.job);
  });
  answer({ type: 'ready', backend: backend.name });
}

async function segment(run: Run, job: Job): Promise<void> {
  work = new AbortController();
  try {
    answer({ type: 'done', notes: await segmentScan(run, job, settings, work.signal) });
  } catch (error) {
    if (work.signal.aborted) answer({ type: 'aborted' });
    else if (error instanceof RequestError) answer({ type: 'refused', ...error, message: error.message });
    else if (error instanceof CtFileError)
      answer({ type: 'refused', status: 422, code: 'unreadable', message: error.message });
    else fail(error);
  }
}

/** After an unknown error, the state of the backend is unknown too: the service starts another worker. */
function fail(error: unknown): void {
  process.send?.({ type: 'failed', trace: traceOf(error) } satisfies FromWorker, () => process.exit(1));
}

/** The service has ended, perhaps by force: no scan may stay on the disk. */
function leave(): void {
  rmSync(folder, { recursive: true, force: true });
  process.exit();
}

main().catch((error: Error) => {
  process.send?.({ type: 'unusable', message: error.message } satisfies FromWorker, () => process.exit(1));
});
