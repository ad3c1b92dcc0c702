import { join } from 'node:path';

import { run } from './workspace';

/** Installs the newest Node that is supported, or the oldest if this is the newest. Returns the path of its program. */
export function otherNode(workspace: string): string {
  const major = process.versions.node.startsWith('24.') ? 20 : 24;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  run(workspace, 'npm', 'install', '--no-save', '--no-audit', '--no-fund', '--prefer-offline', `${name}@${major}`);
  return join(workspace, 'node_modules', name, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
}
