import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a line of Bash, in which every command of a pipe counts. */
export async function runBash(
  line: string,
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv },
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn('bash', ['-c', `set -o pipefail; ${line}`], options);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
