import { hostname } from 'node:os';

/** A process as the names of its files tell it. */
interface Process {
  readonly pid: number;
  readonly start?: number;
  readonly host?: string;
}

/** A process that there cannot be: its number is above Linux's largest. */
export const dead: Process = { pid: 2 ** 22 + 1 };

/** A process of another machine. */
export const elsewhere: Process = { pid: 1, host: 'elsewhere' };

const tagOf = ({ pid, start = 0, host = hostname() }: Process) => `${pid}-${start}-01234567@${host}`;

/** Name of the claim of a process. */
export const claimOf = (one: Process): string => `.running-${tagOf(one)}`;

/** Name of what a process has not completed. */
export const unfinishedOf = (name: string, one: Process): string => `.${name}.${tagOf(one)}.tmp`;
