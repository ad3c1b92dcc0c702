import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { bundled } from './bundled';

/** What a run of the program has left. */
export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `msa-unet` in a process of its own, in the folder `cwd`. `onError` sees what comes on standard error. */
export async function runProgram(
  args: readonly string[],
  {
    cwd = '.',
    onError = () => {},
  }: { cwd?: string; onError?: (text: string, interrupt: (signal?: NodeJS.Signals) => void) => void } = {},
): Promise<ProgramRun> {
  const child = spawn(process.execPath, [await bundled('src/cli/main.ts'), ...args], { cwd });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
    onError(stderr, (signal = 'SIGINT') => child.killed || child.kill(signal)); // a second signal would end it at once
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
