import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import type { Compiler } from './compiler';
import { Problem } from './problem';
import { libraryNames, type PipTensorflow } from './tensorflowOfPython';
import type { TfjsNodePackage } from './tfjsNodePackage';

/**
 * Compiles the binding into `file`. It links to pip's libraries in place, because those of CUDA are found from there, and uses
 * Node's stable interface, so that it works with later versions of Node too.
 *
 * @throws Problem with the last lines of the compiler's output
 */
export function buildBinding(
  file: string,
  { folder }: TfjsNodePackage,
  { headers, libraries }: PipTensorflow,
  { command, nodeHeaders }: Compiler,
): void {
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(folder, 'binding', name));
  const args = [
    ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-o', file],
    ...sources,
    ...[folder, headers, nodeHeaders].map((path) => `-I${path}`),
    `-L${libraries}`,
    ...libraryNames.map((name) => `-l:${name}`),
    `-Wl,-rpath,${libraries}`,
  ];
  const { error, status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error || status !== 0)
    throw new Problem(`the compiler failed:\n${error?.message ?? stderr.trim().split('\n').slice(-20).join('\n')}`);
}
