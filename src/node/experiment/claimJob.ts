import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { hasCode } from '../hasCode';

/** A claim is renewed every minute; one that is this old, in milliseconds, is what a crash has left behind. */
const [renewAfter, staleAfter] = [60_000, 600_000];

/** One of which no more is known. */
const anotherProcess = 'another process';

/** A job that is ours until it is released, or who has it, in words. */
export type Claim = { readonly release: () => Promise<void> } | { readonly holder: string };

/** Keeps other processes, on other machines too, from running a job at the same time. */
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
  /** When the process began, in seconds: in a container that is started again it has the same host and number. */
  readonly began: number;
}

const self = (): Holder => ({
  host: hostname(),
  pid: process.pid,
  began: Math.round(Date.now() / 1000 - process.uptime()),
});

/** Whether the file is ours now, because there was none. */
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
 * Takes the place of what a crash has left behind. One process at a time may look and remove, or a second would remove the
 * new claim of the first.
 *
 * @returns who was faster, in words; `null` if nobody was
 */
async function takeOver(path: string): Promise<string | null> {
  const lock = `${path}.lock`;
  if (!(await write(lock))) {
    const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() })); // gone in between
    if (Date.now() - mtimeMs > staleAfter) await rm(lock, { force: true }); // for the next who tries
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

/** Who runs the job, in words; `null` if nobody does any more. */
async function holderOf(path: string): Promise<string | null> {
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Number.POSITIVE_INFINITY, // released in between
  );
  if (age > staleAfter) return null;
  const holder: Partial<Holder> = await readFile(path, 'utf8')
    .then(JSON.parse)
    .catch(() => ({})); // being written
  if (holder.host === hostname() && !isAlive(holder as Holder)) return null;
  return holder.host === undefined ? anotherProcess : `process ${holder.pid} on ${holder.host}`;
}

function isAlive({ pid, began }: Holder): boolean {
  if (pid === process.pid) return Math.abs(began - self().began) <= 2;
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
