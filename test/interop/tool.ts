import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { run } from '../package/workspace';

/** A program of others that must read what the library writes. */
export interface Tool {
  /** Name of the program, as the output lists it. */
  readonly name: string;
  /**
   * Makes the program ready, installing it if it is missing.
   *
   * @param folder empty folder of the tool, for what it installs and for files
   * @returns a check for each fact; it throws if the fact does not hold
   * @throws Error (the promise) with the reason if the program cannot be had
   */
  prepare(folder: string): Promise<Checks>;
}

/** Checks by the fact that each of them verifies. */
export type Checks = Readonly<Record<string, () => Promise<void>>>;

/** Finds a program, else installs its Debian package. @throws Error if neither is possible */
export function requireProgram(program: string, debianPackage: string): void {
  const exists = () => spawnSync('which', [program]).status === 0;
  if (exists()) return;
  if (process.getuid?.() !== 0 || spawnSync('which', ['apt-get']).status !== 0)
    throw new Error(`there is no ${program}; install the Debian package ${debianPackage}`);
  run(folderOfSystem, 'apt-get', 'update', '-qq');
  run(folderOfSystem, 'apt-get', 'install', '-qq', '-y', '--no-install-recommends', debianPackage);
  if (!exists()) throw new Error(`${debianPackage} has no ${program}`);
}

const folderOfSystem = '/';

/** Installs a package of npm into a folder and imports a file of it. @throws Error if that is not possible */
export async function importInstalled(folder: string, spec: string, file: string): Promise<unknown> {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'interop', private: true }));
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', spec);
  return import(pathToFileURL(join(folder, 'node_modules', file)).href);
}

/** Makes a virtual environment of Python with packages, and returns its interpreter. @throws Error if that is not possible */
export function pythonWith(folder: string, ...packages: readonly string[]): string {
  run(folder, 'python3', '-m', 'venv', 'python');
  run(folder, 'python/bin/pip', 'install', '--quiet', ...packages);
  return join(folder, 'python/bin/python');
}
