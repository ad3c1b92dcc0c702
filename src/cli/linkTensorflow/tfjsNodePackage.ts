import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

import { Problem } from './problem';

/** tfjs-node as installed by npm, with or without a binding. */
export interface TfjsNodePackage {
  name: string;
  version: string;
  folder: string;
}

const names = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node']; // as `useBackend` looks for them

/** @throws Problem if it is missing, is not version 4, or has no sources */
export function findTfjsNode(project: string): TfjsNodePackage {
  const require = createRequire(join(resolve(project), 'package.json'));
  for (const name of names) {
    const file = locate(require, name);
    if (!file) continue;
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
    const folder = realpathSync(dirname(file));
    if (!version.startsWith('4.'))
      throw new Problem(
        `expected ${name} 4; found ${version} in ${folder}. Run: npm install --ignore-scripts ${name}@4`,
      );
    if (!existsSync(join(folder, 'binding', 'tfjs_backend.cc')))
      throw new Problem(
        `${folder} has no sources of the binding. Run: npm install --ignore-scripts ${name}@${version}`,
      );
    return { name, version, folder };
  }
  throw new Problem(
    `found no @tensorflow/tfjs-node for ${resolve(project)}. Run: npm install --ignore-scripts @tensorflow/tfjs-node`,
  );
}

function locate(require: NodeJS.Require, name: string): string | null {
  try {
    return require.resolve(`${name}/package.json`);
  } catch {
    return null;
  }
}
