import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { bundled } from './bundled';

const program = () => bundled('src/cli/main.ts');
const failingFiles = pathToFileURL(resolve('test/support/failingFiles.mjs')).href;

/** What a run of the program has left. */
export interface CrashRun {
  readonly code: number | null;
  readonly stderr: string;
}

/** At which of its operations on files a program fails, and how: it is killed, or gets an error. */
export interface Failure {
  readonly at: number;
  readonly how: 'kill' | 'ENOSPC';
}

/** Runs `msa-unet` in a folder; `env` for the shim of operations on files. */
export async function runIn(cwd: string, args: readonly string[], env: Record<string, string> = {}): Promise<CrashRun> {
  const stdio = ['ignore', 'ignore', 'pipe'] as const;
  const child = spawn(process.execPath, ['--import', failingFiles, await program(), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: [...stdio],
  });
  let stderr = '';
  child.stderr!.on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

/** Runs `msa-unet`, which fails in the middle. */
export const runFailing = (cwd: string, args: readonly string[], { at, how }: Failure): Promise<CrashRun> =>
  runIn(cwd, args, { FAIL_AT: String(at), FAIL_HOW: how });

/** Runs `msa-unet`, and counts its operations on files. */
export async function countOperations(cwd: string, args: readonly string[]): Promise<number> {
  const file = join(cwd, 'operations');
  const { code, stderr } = await runIn(cwd, args, { FAIL_COUNT: file });
  if (code !== 0) throw new Error(stderr);
  const count = (await readFile(file, 'utf8')).trimEnd().split('\n').length;
  await rm(file);
  return count;
}

/** Files below a folder that a crash has left behind. */
export async function leftoversIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /(^|\/)\.[^/]*$/.test(name) && !name.endsWith('.cache')).sort();
}
