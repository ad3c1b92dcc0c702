import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import type { Work } from './run';
import type { Times } from './statistics';

/** An entrant at work in a process of its own, which does nothing unless it is asked to. */
export interface Contestant {
  /** Versions, the device, and the number of threads. */
  readonly about: Readonly<Record<string, string | number>>;
  run(work: Work): Promise<Times>;
  /** Asks for something else than times. */
  ask(question: string): Promise<object>;
  /** Stops the process in its tracks until the next question: its idle threads may not spin beside others. */
  rest(): void;
  end(): void;
}

/** A command line, and environment variables in addition to those of this process. */
export interface Command {
  program: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}

/**
 * Starts a process that says what it is in a line of JSON, and then answers every line by another.
 *
 * @throws Error if it ends before it has said so
 */
export async function startContestant({ program, args, env }: Command): Promise<Contestant> {
  const child = spawn(program, args, { env: { ...process.env, ...env } });
  processes.add(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errors = '';
  child.stderr.on('data', (text) => {
    errors = `${errors}${text}`.slice(-10_000);
  });
  child.stdin.on('error', () => {}); // it has ended, which the next answer reports
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => reject(new Error(reasonOf(errors, code, signal))));
  });
  ended.catch(() => {});
  const answer = async (): Promise<object> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) return ended;
      if (value.startsWith('{')) return JSON.parse(value); // others are messages of libraries
    }
  };
  const ask = (question: string) => {
    signal(child, 'SIGCONT');
    child.stdin.write(`${question}\n`);
    return Promise.race([answer(), ended]);
  };
  const about = await Promise.race([answer(), ended]);
  return {
    about: about as Contestant['about'],
    ask,
    run: (work) => ask(work) as Promise<Times>,
    rest: () => signal(child, 'SIGSTOP'),
    end: () => {
      child.kill('SIGKILL');
      processes.delete(child);
    },
  };
}

/** Environment variables that fix the number of threads, for every library that reads one. */
export const pinned = (threads: number): Record<string, string> => ({
  OMP_NUM_THREADS: String(threads),
  MKL_NUM_THREADS: String(threads),
  OPENBLAS_NUM_THREADS: String(threads),
  TF_NUM_INTRAOP_THREADS: String(threads),
  TF_NUM_INTEROP_THREADS: '1',
  MSA_UNET_THREADS: String(threads),
  TORCH_CPP_LOG_LEVEL: 'ERROR', // without NNPACK, it would warn in every forward pass
});

/** Windows has no signals: there, entrants only wait. */
function signal(child: ChildProcess, name: 'SIGSTOP' | 'SIGCONT'): void {
  if (process.platform !== 'win32') child.kill(name);
}

/** Returns why a process ended: the last error that it printed, or its status. */
export function reasonOf(errors: string, code: number | null, killedBy: string | null): string {
  if (killedBy) return `it was ended by ${killedBy}, perhaps for lack of memory`;
  const lines = errors.split('\n').filter((line) => line.trim() !== '');
  const error = lines.findLast((line) => /Error\b.*: /.test(line)) ?? lines.at(-1);
  return error?.replace(/^.*?Error(?: \[\w+\])?: /, '').trim() ?? `it ended with status ${code}`;
}

/** Processes that would stay stopped for ever if this one ended without them. */
const processes = new Set<ChildProcess>();
const endAll = () => {
  for (const child of processes) child.kill('SIGKILL');
};
process.once('exit', endAll);
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(name, () => process.exit(code));
