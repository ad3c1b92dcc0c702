import { type SpawnSyncReturns, spawnSync } from 'node:child_process';

import { pinned } from './contestant';

/** The Python of the peers. */
export const python = (): string => process.env.PYTHON ?? 'python3';

/** @throws Error if Python cannot be started or lacks a module */
export function requireModules(...names: string[]): void {
  const missing = names.filter((name) => {
    const { error, status } = runPython('-c', `import ${name}`);
    if (error) throw new Error(`${python()} cannot be started; PYTHON can name another`);
    return status !== 0;
  });
  if (missing.length > 0)
    throw new Error(`${python()} has no ${missing.join(' and no ')}; PYTHON can name a Python that has it`);
}

/** Runs Python to its end. */
export const runPython = (...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(python(), args, { encoding: 'utf8', env: { ...process.env, ...pinned(1) } });
