import { claimFolder } from '../claims/claimFolder';
import { readResult } from './jobFolder';
import { type Job, runJob } from './runJob';

/**
 * Runs a job unless it is finished. If another process runs it, waits for that: both tables may share a job.
 *
 * @throws as `runJob` does; the signal's reason after an abort
 */
export async function finishJob(job: Job, title: string, log: (line: string) => void): Promise<void> {
  const onHeld = (holder: string) => log(`${title}: waiting for ${holder}, which runs ${job.folder}`);
  await claimFolder(job.folder, () => finish(job, title, log), { onHeld, signal: job.signal });
}

async function finish(job: Job, title: string, log: (line: string) => void): Promise<void> {
  if (await readResult(job.folder)) return log(`${title}: already finished, ${job.folder}`);
  log(`${title}: ${job.folder}`);
  await runJob(job);
}
