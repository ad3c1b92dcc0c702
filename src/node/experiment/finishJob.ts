import { setTimeout } from 'node:timers/promises';

import { claimJob } from './claimJob';
import { readResult } from './jobFolder';
import { type Job, runJob } from './runJob';

/** Polling interval in milliseconds for a job that another process runs. */
const patience = 5_000;

/**
 * Runs a job unless it is finished. If another process runs it, waits for that: both tables may share a job.
 *
 * @throws as `runJob` does; the signal's reason after an abort
 */
export async function finishJob(job: Job, title: string, log: (line: string) => void, wait = patience): Promise<void> {
  for (let told = false; ; told = true) {
    const claim = await claimJob(job.folder);
    if ('release' in claim) return finish(job, title, log).finally(claim.release);
    if (!told) log(`${title}: waiting for ${claim.holder}, which runs ${job.folder}`);
    await setTimeout(wait, undefined, { signal: job.signal });
  }
}

async function finish(job: Job, title: string, log: (line: string) => void): Promise<void> {
  if (await readResult(job.folder)) return log(`${title}: already finished, ${job.folder}`);
  log(`${title}: ${job.folder}`);
  await runJob(job);
}
