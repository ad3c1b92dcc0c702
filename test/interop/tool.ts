import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
   * @throws Error (the promise) with the reason if the program cannot be had
   */
  prepare(folder: string): Promise<readonly Check[]>;
}

/** A fact, and how it is verified: the promise throws if it does not hold. */
export type Check = readonly [fact: string, verify: () => Promise<void>];

/**
 * Finds a program, else installs its Debian package.
 *
 * @param names names that the program can have
 * @returns the name that it has
 * @throws Error if it cannot be installed
 */
export function requireProgram(names: readonly string[], debianPackage: string): string {
  const find = () => names.find((name) => spawnSync('which', [name]).status === 0);
  const found = find();
  if (found) return found;
  if (process.getuid?.() !== 0 || spawnSync('which', ['apt-get']).status !== 0)
    throw new Error(`there is no ${names.join(' or ')}; install the Debian package ${debianPackage}`);
  run(tmpdir(), 'apt-get', 'update', '-qq');
  run(tmpdir(), 'apt-get', 'install', '-qq', '-y', '--no-install-recommends', debianPackage);
  const installed = find();
  if (!installed) throw new Error(`${debianPackage} has no ${names.join(' or ')}`);
  return installed;
}

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
