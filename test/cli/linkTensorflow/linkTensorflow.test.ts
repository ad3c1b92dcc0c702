import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { linkTensorflow, requireLinux } from '../../../src/cli/linkTensorflow/linkTensorflow';
import { tempFolder } from '../../support/tempFolder';

const folder = tempFolder();
const at = (path: string) => join(folder.path, path);
const tfjsNode = 'app/node_modules/@tensorflow/tfjs-node';
const binding = `${tfjsNode}/lib/napi-v8/tfjs_binding.node`;

let said: string[] = [];
let complaints: string[] = [];

/** Runs the program with the fake Python, compiler and headers. */
const run = (...args: string[]) =>
  linkTensorflow(['--project', at('app'), '--python', at('python'), ...args], (line) => said.push(line));

async function program(path: string, ...lines: string[]): Promise<void> {
  await folder.put(path, ['#!/bin/sh', ...lines].join('\n'));
  await chmod(at(path), 0o755);
}

/** A Python whose TensorFlow is in `tf`. */
const fakePython = (answer: object = {}) => {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const all = { version: '2.21.0', cuda: null, headers: at('tf/include'), libraries: at('tf'), machine, ...answer };
  return program('python', "echo 'a greeting'", `echo '${JSON.stringify(all)}'`);
};

beforeEach(async () => {
  [said, complaints] = [[], []];
  vi.spyOn(console, 'error').mockImplementation((line: string) => void complaints.push(line));
  await folder.put(`${tfjsNode}/package.json`, '{ "version": "4.22.0", "main": "index.js" }');
  await folder.put(`${tfjsNode}/index.js`, "throw new TypeError('a broken library')");
  await folder.put(`${tfjsNode}/binding/tfjs_backend.cc`, '');
  await folder.put('node/include/node/node_api.h', '');
  await folder.put('tf/libtensorflow_cc.so.2', '');
  await folder.put('tf/libtensorflow_framework.so.2', '');
  await folder.put('tf/include/tensorflow/c/c_api.h', '');
  await folder.put('tf/include/tensorflow/c/eager/c_api.h', '');
  await fakePython();
  // Writes what it was told into the output, which it is told seventh.
  await program(
    'compiler',
    'if [ "$1" = --version ]; then echo "fake compiler 1"; echo more; exit; fi',
    'echo "$@" > "$7"',
  );
  vi.stubEnv('CXX', at('compiler'));
  vi.stubEnv('npm_config_nodedir', at('node'));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const isLinux = process.platform === 'linux';
if (!isLinux) console.log('Linking TensorFlow is skipped: it is for Linux alone');

describe.skipIf(!isLinux)('msa-unet-link-tensorflow', () => {
  it('says what it would do, and does nothing', async () => {
    expect(run('--dry-run')).toBe(0);
    expect(said).toEqual([
      `@tensorflow/tfjs-node 4.22.0 in ${at(tfjsNode)}`,
      `TensorFlow 2.21.0 for the CPU in ${at('tf')}`,
      `compiler fake compiler 1, Node headers in ${at('node/include/node')}`,
      `would build ${at(binding)}`,
    ]);
    await expect(readFile(at(`${tfjsNode}/lib`))).rejects.toThrow('ENOENT');
  });

  it('names the CUDA that TensorFlow is built for', async () => {
    await fakePython({ cuda: '12.5' });
    run('--dry-run');
    expect(said[1]).toBe(`TensorFlow 2.21.0 for CUDA 12.5 in ${at('tf')}`);
  });

  it('puts back the binding that was there when the new one does not load', async () => {
    await folder.put(binding, 'the old one');
    expect(run()).toBe(1);
    expect(complaints).toEqual([
      'msa-unet-link-tensorflow: the new binding does not work, so the previous one was restored: TypeError: a broken library',
    ]);
    expect(await readFile(at(binding), 'utf8')).toBe('the old one');
  });

  it('links to where the libraries are, and prints the version and the device that it found', async () => {
    await folder.put(`${tfjsNode}/index.js`, fakeTfjsNode);
    expect(run()).toBe(0);
    expect(said.at(-1)).toMatch(
      /^ready: TensorFlow 2\.21\.0 on the GPU, Node v[\d.]+, \d+ GFLOP\/s in a matrix product$/,
    );
    const told = await readFile(at(binding), 'utf8');
    expect(told).toContain(
      `-L${at('tf')} -l:libtensorflow_cc.so.2 -l:libtensorflow_framework.so.2 -Wl,-rpath,${at('tf')}`,
    );
  });

  it('shows what the compiler said', async () => {
    await program('compiler', 'if [ "$1" = --version ]; then echo one; exit; fi', 'echo "no such type" >&2; exit 1');
    expect(run()).toBe(1);
    expect(complaints).toEqual(['msa-unet-link-tensorflow: the compiler failed:\nno such type']);
    await expect(readFile(at(`${tfjsNode}/lib`))).rejects.toThrow('ENOENT');
  });

  it.each([
    [
      'no Python',
      ['--python', '/nowhere/python'],
      'cannot run /nowhere/python: spawnSync /nowhere/python ENOENT. Install Python 3, or pass its path: --python .venv/bin/python',
    ],
    ['an unknown option', ['--pyton', 'x'], "Unknown option '--pyton'"],
  ])('stops at %s', (_, args, message) => {
    expect(run(...args)).toBe(1);
    expect(complaints[0]!.split('\n')[0]).toContain(`msa-unet-link-tensorflow: ${message}`);
  });

  it('stops at a Python without tensorflow', async () => {
    await program('python', `echo "ModuleNotFoundError: No module named 'tensorflow'" >&2; exit 1`);
    expect(run()).toBe(1);
    expect(complaints).toEqual([
      `msa-unet-link-tensorflow: ${at('python')} has no tensorflow. Run: ${at('python')} -m pip install tensorflow-cpu ` +
        "(or 'tensorflow[and-cuda]'), or pass the Python that has it: --python .venv/bin/python",
    ]);
  });

  it('stops at a tensorflow that cannot be imported', async () => {
    await program('python', 'echo "ImportError: wrong numpy" >&2; exit 1');
    run();
    expect(complaints).toEqual([
      `msa-unet-link-tensorflow: ${at('python')} cannot import tensorflow: ImportError: wrong numpy. ` +
        `Fix that first: ${at('python')} -c 'import tensorflow'`,
    ]);
  });

  it('stops at a tensorflow too old to link to', async () => {
    await folder.remove('tf/libtensorflow_cc.so.2');
    await fakePython({ version: '2.4.0' });
    run();
    expect(complaints).toEqual([
      `msa-unet-link-tensorflow: TensorFlow 2.4.0 has no libtensorflow_cc.so.2 in ${at('tf')}: it is too old, or not from pip. ` +
        'Run: pip install --upgrade tensorflow-cpu',
    ]);
  });

  it('stops at a Python for another processor', async () => {
    await fakePython({ machine: 's390x' });
    run();
    expect(complaints).toEqual([
      `msa-unet-link-tensorflow: Node is built for ${process.arch}, but ${at('python')} for s390x. Both must target the same processor`,
    ]);
  });

  it('stops without tfjs-node, with another version of it, and without its sources', async () => {
    const install = 'Run: npm install --ignore-scripts @tensorflow/tfjs-node';
    await folder.remove(`${tfjsNode}/binding`);
    run();
    await folder.put(`${tfjsNode}/package.json`, '{ "version": "3.21.1" }');
    run();
    run('--project', at('elsewhere'));
    expect(complaints).toEqual([
      `msa-unet-link-tensorflow: ${at(tfjsNode)} has no sources of the binding. ${install}@4.22.0`,
      `msa-unet-link-tensorflow: expected @tensorflow/tfjs-node 4; found 3.21.1 in ${at(tfjsNode)}. ${install}@4`,
      `msa-unet-link-tensorflow: found no @tensorflow/tfjs-node for ${at('elsewhere')}. ${install}`,
    ]);
  });

  it('stops without a compiler', () => {
    vi.stubEnv('CXX', '/nowhere/c++');
    run();
    expect(complaints).toEqual([
      'msa-unet-link-tensorflow: cannot run the C++ compiler /nowhere/c++: spawnSync /nowhere/c++ ENOENT. ' +
        'Install one (apt install g++, dnf install gcc-c++), or set CXX to its path',
    ]);
  });
});

it('other systems than Linux get another way', () => {
  expect(() => requireLinux('win32')).toThrow(
    "TensorFlow's pip package for Windows has no library to link to. Run this under WSL 2, or use the webgpu backend",
  );
  expect(() => requireLinux('darwin')).toThrow(
    'this works only on Linux, not on darwin. Let the install script of @tensorflow/tfjs-node run instead, or use the webgpu backend',
  );
});

/** What the check calls of tfjs-node, all of it right. */
const fakeTfjsNode = `
const chain = new Proxy(() => chain, { get: (_, name) => (name === 'dataSync' ? () => [0] : chain) });
const backend = () => ({ binding: { TF_Version: '2.21.0' }, isUsingGpuDevice: true });
module.exports = { range: chain, eye: chain, matMul: chain, backend };`;
