import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

import { hasCode } from '../hasCode';

/** The process that a file belongs to, read from the file's name. */
export interface Owner {
  readonly pid: number;
  /** Its start time, as {@link startOf} gives it: process ids are used again. */
  readonly start: number;
  readonly host: string;
}

/** Regular expression of {@link ownerTag}. */
export const ownerPattern = String.raw`\d+-\d+-[0-9a-f]{8}@[\w.~-]+`;

/** Makes a part of a file name that is unique and names this process: `4711-88123-5f3a9c2e@node7`. */
export const ownerTag = (): string => `${process.pid}-${ownStart()}-${randomUUID().slice(0, 8)}@${ownHost()}`;

/** Reads an {@link ownerTag}. */
export function ownerOf(tag: string): Owner {
  const [process, host] = tag.split('@') as [string, string];
  const [pid, start] = process.split('-').map(Number) as [number, number];
  return { pid, start, host };
}

/** Whether a process lives; `'unknown'` if it runs on another machine, or its start time cannot be compared. */
export function stateOf({ pid, start, host }: Owner): 'alive' | 'dead' | 'unknown' {
  if (host !== ownHost()) return 'unknown';
  if (!isRunning(pid)) return 'dead';
  const found = pid === process.pid ? ownStart() : startOf(pid);
  return found === null ? 'unknown' : Math.abs(found - start) <= 2 ? 'alive' : 'dead';
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only checks
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** Start time of a process in clock ticks since the machine was started, which Linux alone records; `null` elsewhere. */
function startOf(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // after the program's name, which can hold anything
    return Number(fields[19]) || null;
  } catch {
    return null;
  }
}

/** Elsewhere than on Linux in seconds, which is enough to know this process from an earlier one with its id. */
const ownStart = () => startOf(process.pid) ?? Math.round(Date.now() / 1000 - process.uptime());

/** Name of this machine, short and safe in a file name. */
function ownHost(): string {
  const name = hostname();
  if (/^[\w.-]{1,32}$/.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.replaceAll(/[^\w.-]/g, '').slice(0, 20)}~${hash}`;
}
