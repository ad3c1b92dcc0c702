import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { Problem } from './problem';

/** A TensorFlow installed by pip. */
export interface PipTensorflow {
  version: string;
  /** The CUDA version it is built for; `null` for CPU only. */
  cuda: string | null;
  /** The folder of its C headers. */
  headers: string;
  /** The folder of its shared libraries. */
  libraries: string;
}

/** Imports TensorFlow, to check that it works. The last line is the answer, because imports may print. */
const script = `
import json, platform
import tensorflow as tf
build = tf.sysconfig.get_build_info()
print(json.dumps({
    'version': tf.__version__,
    'cuda': str(build.get('cuda_version') or '') if build.get('is_cuda_build') else None,
    'headers': tf.sysconfig.get_include(),
    'libraries': tf.sysconfig.get_lib(),
    'machine': platform.machine(),
}))`;

/** The libraries and headers that the binding needs. */
export const libraryNames = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const headerNames = ['tensorflow/c/c_api.h', 'tensorflow/c/eager/c_api.h'];

/** @throws Problem if there is no such Python, or its TensorFlow is missing or has no libraries to link to */
export function findTensorflow(python: string): PipTensorflow {
  const env = { TF_CPP_MIN_LOG_LEVEL: '3', ...process.env };
  const { error, status, stdout, stderr } = spawnSync(python, ['-c', script], { encoding: 'utf8', env });
  if (error)
    throw new Problem(
      `cannot run ${python}: ${error.message}. Install Python 3, or pass its path: --python .venv/bin/python`,
    );
  if (status !== 0) throw new Problem(whyNot(python, stderr));
  const answer = stdout.trim().split('\n').at(-1)!;
  const { machine, ...tensorflow } = JSON.parse(answer) as PipTensorflow & { machine: string };
  requireSameProcessor(python, machine);
  requireFiles(tensorflow, tensorflow.libraries, libraryNames);
  requireFiles(tensorflow, tensorflow.headers, headerNames);
  return tensorflow;
}

function whyNot(python: string, stderr: string): string {
  if (stderr.includes("No module named 'tensorflow'"))
    return (
      `${python} has no tensorflow. Run: ${python} -m pip install tensorflow-cpu (or 'tensorflow[and-cuda]'), ` +
      'or pass the Python that has it: --python .venv/bin/python'
    );
  const last = stderr.trim().split('\n').at(-1);
  return `${python} cannot import tensorflow: ${last}. Fix that first: ${python} -c 'import tensorflow'`;
}

function requireSameProcessor(python: string, machine: string): void {
  const names: { [arch: string]: string[] } = { x64: ['x86_64', 'AMD64'], arm64: ['aarch64', 'arm64'] };
  if (names[process.arch]?.includes(machine)) return;
  throw new Problem(
    `Node is built for ${process.arch}, but ${python} for ${machine}. Both must target the same processor`,
  );
}

function requireFiles({ version }: PipTensorflow, folder: string, names: string[]): void {
  const missing = names.find((name) => !existsSync(join(folder, name)));
  if (missing)
    throw new Problem(
      `TensorFlow ${version} has no ${missing} in ${folder}: it is too old, or not from pip. Run: pip install --upgrade tensorflow-cpu`,
    );
}
