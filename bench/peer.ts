import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { Times } from './work';

/** The same network in PyTorch, in a process of its own that works only when it is asked to. */
export interface Peer {
  /** Its versions and the number of weights. */
  readonly about: Readonly<Record<string, string | number>>;
  forward: () => Promise<Times>;
  step: () => Promise<Times>;
  end: () => void;
}

/** Starts MSA-UNet in PyTorch; says why not if there is no Python with it: `PYTHON` names one, else `python3` is tried. */
export async function startPeer(
  { baseFilters, size, batch }: { baseFilters: number; size: number; batch: number },
  threads: number,
): Promise<Peer | string> {
  const python = process.env.PYTHON ?? 'python3';
  const probe = spawnSync(python, ['-c', 'import torch'], { encoding: 'utf8' });
  if (probe.error) return `${python} cannot be started; PYTHON can name another`;
  if (probe.status !== 0) return `${python} has no torch; PYTHON can name a Python that has it`;
  const script = fileURLToPath(new URL('peers/msa_unet.py', import.meta.url));
  const child = spawn(python, [script, ...[baseFilters, size, batch, threads].map(String)]);
  const ask = conversation(child);
  const about = await ask(null);
  return {
    about: { ...about, threads },
    forward: () => ask('forward') as Promise<Times>,
    step: () => ask('step') as Promise<Times>,
    end: () => child.stdin.end(),
  };
}

/** Writes a line, or none, and reads the next one. */
function conversation(child: ChildProcessWithoutNullStreams) {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += text;
  });
  return async (line: string | null): Promise<object> => {
    if (line) child.stdin.write(`${line}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`the PyTorch peer ended: ${errors.trim().split('\n').at(-1)}`);
    return JSON.parse(value);
  };
}
