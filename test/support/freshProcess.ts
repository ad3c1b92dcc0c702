import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { bundled } from './bundled';

/** Starts a TypeScript file of this folder in a Node process of its own. */
export async function startFresh(
  script: string,
  args: readonly string[],
  node = process.execPath,
): Promise<ChildProcess> {
  const path = await bundled(fileURLToPath(new URL(script, import.meta.url)));
  return spawn(node, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Runs a TypeScript file of this folder in a Node process of its own; what it prints. */
export async function runFresh(script: string, args: readonly string[], node?: string): Promise<string> {
  const child = await startFresh(script, args, node);
  let output = '';
  child.stdout!.on('data', (text) => {
    output += text;
  });
  const code = await new Promise((done) => child.on('close', done));
  if (code !== 0) throw new Error(`${script} ended with code ${code}`);
  return output;
}
