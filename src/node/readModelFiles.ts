import { open, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

import type * as tf from '@tensorflow/tfjs';

import { ModelFormatError } from '../models/modelFormatError';
import { byteLengthOf } from '../models/validateWeights';
import { show } from '../utils/errors';
import { hasCode } from './hasCode';

const maxJsonBytes = 64 * 2 ** 20;

/**
 * Reads a `model.json` and the weight files that it names, which must be in its folder.
 *
 * @throws ModelFormatError if a file is missing, not a regular file, of the wrong length, or outside the folder
 */
export async function readModelFiles(file: string): Promise<tf.io.ModelArtifacts> {
  const text = await readJsonText(file);
  const { weightsManifest, ...artifacts } = parse(text);
  const groups = readManifest(weightsManifest);
  const weightSpecs = groups.flatMap(({ weights }) => weights);
  try {
    const weightData = await readWeights(dirname(file), groups);
    return { ...artifacts, weightSpecs, weightData };
  } catch (error) {
    // A save in the meantime has removed the old weights: read the new model.
    if ((await readJsonText(file)) !== text) return readModelFiles(file);
    throw error;
  }
}

async function readJsonText(file: string): Promise<string> {
  await requireThere(file);
  const { size } = await requireFile(file);
  if (size > maxJsonBytes)
    throw new ModelFormatError(`the JSON file has ${size} bytes; at most ${maxJsonBytes} are allowed`);
  return new TextDecoder().decode(await readBytes(file, size));
}

function parse(text: string): tf.io.ModelArtifacts & { weightsManifest?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch (cause) {
    throw new ModelFormatError('the JSON file is broken or cut off', { cause });
  }
}

type Group = tf.io.WeightsManifestConfig[number];

function readManifest(manifest: unknown): Group[] {
  const isGroup = (group: unknown) => {
    const { paths, weights } = Object(group) as Partial<Group>;
    return Array.isArray(weights) && Array.isArray(paths) && paths.every((path) => typeof path === 'string');
  };
  if (Array.isArray(manifest) && manifest.every(isGroup)) return manifest;
  throw new ModelFormatError('the JSON file has no legal `weightsManifest`, as the model.json of a saved model has');
}

/** Reads the weights of all groups after comparing their lengths. */
async function readWeights(folder: string, groups: readonly Group[]): Promise<ArrayBuffer[]> {
  const root = await realpath(folder);
  const weightData: ArrayBuffer[] = [];
  for (const { paths, weights } of groups) {
    const files: { path: string; size: number }[] = [];
    for (const path of paths) files.push(await inside(root, path));
    const expected = byteLengthOf(weights);
    const received = files.reduce((sum, { size }) => sum + size, 0);
    if (received !== expected) {
      throw new ModelFormatError(`${paths.join(', ')} must have ${expected} bytes; ${received} are there`);
    }
    for (const { path, size } of files) weightData.push(await readBytes(path, size));
  }
  return weightData;
}

async function inside(root: string, path: string): Promise<{ path: string; size: number }> {
  const outside = new ModelFormatError(`the weight file ${show(path)} lies outside the folder of the model`);
  if (isAbsolute(path) || path.includes('\0') || path.split(/[\\/]/).includes('..')) throw outside;
  const { size } = await requireFile(resolve(root, path));
  const real = await realpath(resolve(root, path));
  if (relative(root, real).split(sep)[0] === '..') throw outside; // through a symbolic link
  return { path: real, size };
}

async function requireThere(file: string): Promise<void> {
  const isMissing = (path: string) => stat(path).then(no, (error: unknown) => hasCode(error, 'ENOENT'));
  if (await isMissing(dirname(file))) throw new ModelFormatError('the folder does not exist');
  if (await isMissing(file)) throw new ModelFormatError(await whyMissing(file, isMissing));
}

async function whyMissing(file: string, isMissing: (path: string) => Promise<boolean>): Promise<string> {
  const inner = join(dirname(file), 'model', 'model.json');
  const missing = 'there is no such file in the folder';
  return (await isMissing(inner))
    ? missing
    : `${missing}, which holds a run; pass ${dirname(inner)}, or open it with openRun`;
}

const no = () => false;

async function requireFile(path: string): Promise<{ size: number }> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found; // excludes pipes and devices, which might never end
  } catch (cause) {
    throw new ModelFormatError(`cannot read ${path}`, { cause });
  }
  throw new ModelFormatError(`${path} is not a file`);
}

/** Reads the first `size` bytes; fewer if the file has been truncated. */
async function readBytes(path: string, size: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  const file = await open(path, 'r');
  try {
    let offset = 0;
    while (offset < size) {
      const { bytesRead } = await file.read(bytes, offset, size - offset, offset);
      if (bytesRead === 0) break;
      offset += bytesRead;
    }
    return bytes.buffer.slice(0, offset);
  } finally {
    await file.close();
  }
}
