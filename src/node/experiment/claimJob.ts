import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { hasCode } from '../hasCode';

/** A claim is renewed every minute; one that is this old, in milliseconds, is what a crash has left behind. */
const [renewAfter, staleAfter] = [60_000, 600_000];

/**
 * Keeps other processes, on other machines too, from running a job at the same time.
 *
 * @returns gives the job free again
 * @throws Error if it is being run already
 */
export async function claimJob(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'running.json');
  await mkdir(folder, { recursive: true });
  if (!(await write(path))) {
    const holder = await deadOrAlive(path);
    if (holder) throw new Error(`${folder} is being run by ${holder}; wait for it, or end it`);
    await rm(path, { force: true });
    if (!(await write(path))) throw new Error(`${folder} is being run by another process, which has just begun`);
  }
  const renewal = setInterval(() => utimes(path, new Date(), new Date()).catch(() => {}), renewAfter);
  renewal.unref();
  return async () => {
    clearInterval(renewal);
    await rm(path, { force: true });
  };
}

/** Whether the file is ours now, because there was none. */
async function write(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(JSON.stringify({ host: hostname(), pid: process.pid })).finally(() => file.close());
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Who runs the job, in words; `null` if nobody does any more. */
async function deadOrAlive(path: string): Promise<string | null> {
  const { host, pid } = await readFile(path, 'utf8').then(JSON.parse, () => ({}));
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
  if (age > staleAfter || (host === hostname() && !isAlive(pid))) return null;
  return host === undefined ? 'another process' : `process ${pid} on ${host}`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
