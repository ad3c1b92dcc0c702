import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { hasCode } from '../hasCode';

/** Claims are renewed every minute; after this age in milliseconds, a claim counts as left behind by a crash. */
const [renewAfter, staleAfter] = [60_000, 600_000];

/** Holder of unknown identity. */
const anotherProcess = 'another process';

/** Claim of a job: ours until released, or a description of its holder. */
export type Claim = { readonly release: () => Promise<void> } | { readonly holder: string };

/** Claims a job, so that no other process, on any machine, runs it at the same time. */
export async function claimJob(folder: string): Promise<Claim> {
  const path = join(folder, 'running.json');
  await mkdir(folder, { recursive: true });
  if (!(await write(path))) {
    const holder = (await holderOf(path)) ?? (await takeOver(path));
    if (holder !== null) return { holder };
  }
  const renewal = setInterval(() => utimes(path, new Date(), new Date()).catch(() => {}), renewAfter);
  renewal.unref();
  return {
    release: async () => {
      clearInterval(renewal);
      await rm(path, { force: true });
    },
  };
}

interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Start time of the process in seconds: a restarted container has the same host and process id. */
  readonly began: number;
}

const self = (): Holder => ({
  host: hostname(),
  pid: process.pid,
  began: Math.round(Date.now() / 1000 - process.uptime()),
});

/** Creates the file; returns false if it already exists. */
async function write(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(JSON.stringify(self())).finally(() => file.close());
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/**
 * Takes over a claim left behind by a crash. Only one process at a time may check and remove it; otherwise a second
 * would remove the first one's new claim.
 *
 * @returns a description of a faster process, or `null`
 */
async function takeOver(path: string): Promise<string | null> {
  const lock = `${path}.lock`;
  if (!(await write(lock))) {
    const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() })); // removed in the meantime
    if (Date.now() - mtimeMs > staleAfter) await rm(lock, { force: true }); // for the next attempt
    return anotherProcess;
  }
  try {
    const holder = await holderOf(path);
    if (holder !== null) return holder;
    await rm(path, { force: true });
    return (await write(path)) ? null : anotherProcess;
  } finally {
    await rm(lock, { force: true });
  }
}

/** Describes the process that runs the job; `null` if none does any more. */
async function holderOf(path: string): Promise<string | null> {
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Number.POSITIVE_INFINITY, // released in the meantime
  );
  if (age > staleAfter) return null;
  const holder: Partial<Holder> = await readFile(path, 'utf8')
    .then(JSON.parse)
    .catch(() => ({})); // still being written
  if (holder.host === hostname() && !isAlive(holder as Holder)) return null;
  return holder.host === undefined ? anotherProcess : `process ${holder.pid} on ${holder.host}`;
}

function isAlive({ pid, began }: Holder): boolean {
  if (pid === process.pid) return Math.abs(began - self().began) <= 2;
  try {
    process.kill(pid, 0); // signal 0 only checks
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
