import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const main = resolve('src/cli/main.ts');
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

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
  const env = { ...process.env, TSX_TSCONFIG_PATH: resolve('tsconfig.json') };
  const child = spawn(process.execPath, ['--import', tsx, main, ...args], { cwd, env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
    onError(stderr, (signal = 'SIGINT') => child.kill(signal));
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
