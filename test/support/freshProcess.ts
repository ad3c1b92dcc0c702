import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts a TypeScript file of this folder in a Node process of its own. */
export function startFresh(script: string, args: readonly string[], node = process.execPath): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return spawn(node, ['--import', 'tsx', path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Runs a TypeScript file of this folder in a Node process of its own; what it prints. */
export async function runFresh(script: string, args: readonly string[], node?: string): Promise<string> {
  const child = startFresh(script, args, node);
  let output = '';
  child.stdout!.on('data', (text) => {
    output += text;
  });
  const code = await new Promise((done) => child.on('close', done));
  if (code !== 0) throw new Error(`${script} ended with code ${code}`);
  return output;
}
