import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import { Problem } from './problem';

/** The compiler of the binding. */
export interface Compiler {
  command: string;
  /** The first line of its `--version`. */
  version: string;
  /** The folder of node_api.h. */
  nodeHeaders: string;
}

/** Environment variables that select the compiler and headers. */
interface CompilerEnvironment {
  CXX?: string;
  npm_config_nodedir?: string;
}

/** @throws Problem if there is no C++ compiler, or no headers of Node */
export function compilerFrom({ CXX: command = 'c++', npm_config_nodedir: nodedir }: CompilerEnvironment): Compiler {
  const { error, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  if (error)
    throw new Problem(
      `cannot run the C++ compiler ${command}: ${error.message}. Install one (apt install g++, dnf install gcc-c++), or set CXX to its path`,
    );
  return { command, version: stdout.split('\n')[0]!.trim(), nodeHeaders: findHeaders(headerFolders(nodedir)) };
}

/** Folders that may have the headers: set by the user, beside Node, or downloaded by node-gyp. */
function headerFolders(nodedir: string | undefined): string[] {
  const roots = [
    nodedir,
    dirname(dirname(process.execPath)),
    join(homedir(), '.cache', 'node-gyp', process.versions.node),
  ];
  return roots.flatMap((root) => (root ? join(root, 'include', 'node') : []));
}

/** The first of the folders that has the headers. */
export function findHeaders(folders: string[]): string {
  const found = folders.find((folder) => existsSync(join(folder, 'node_api.h')));
  if (found) return found;
  throw new Problem(
    `found no Node headers in ${folders.join(', ')}. Run: npx node-gyp install (or set npm_config_nodedir to the folder that contains include/node)`,
  );
}
