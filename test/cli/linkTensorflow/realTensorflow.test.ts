import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';

import { linkTensorflow } from '../../../src/cli/linkTensorflow/linkTensorflow';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
const python = process.env.MSA_UNET_PYTHON ?? 'python3';
const tfjsNode = resolve('node_modules/@tensorflow/tfjs-node');
const missing = whatIsMissing();
if (missing) console.log(`Linking a real TensorFlow is skipped: ${missing}`);

function whatIsMissing(): string | null {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (!existsSync(tfjsNode)) return '@tensorflow/tfjs-node is not installed';
  const find = "import importlib.util as u; exit(0 if u.find_spec('tensorflow') else 1)";
  return spawnSync(python, ['-c', find]).status === 0
    ? null
    : `${python}, or that of MSA_UNET_PYTHON, has no tensorflow`;
}

afterEach(() => vi.unstubAllEnvs());

it.skipIf(missing)(
  'the binding is built against a real TensorFlow, and multiplies matrices',
  async () => {
    const real = realpathSync(tfjsNode);
    const copy = join(folder.path, 'node_modules', '@tensorflow', 'tfjs-node');
    for (const part of ['package.json', 'binding', 'dist'])
      cpSync(join(real, part), join(copy, part), { recursive: true, dereference: true });
    vi.stubEnv('NODE_PATH', resolve(real, '..', '..')); // what the copy needs itself
    const said: string[] = [];
    const code = linkTensorflow(['--project', folder.path, '--python', python], (line) => said.push(line));
    expect(code, said.join('\n')).toBe(0);
    expect(said.at(-1)).toMatch(
      /^ready: TensorFlow [\d.]+ on the [CG]PU, Node v[\d.]+, \d+ GFLOP\/s in a matrix product$/,
    );
    const binding = await readFile(join(copy, 'lib', 'napi-v8', 'tfjs_binding.node'));
    expect(binding.subarray(1, 4).toString()).toBe('ELF');
  },
  600_000,
);
