import { open, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import type * as tf from '@tensorflow/tfjs';

import { ModelFormatError } from '../models/modelFormatError';
import { parseBoundedJson, requireShort } from '../models/parseBoundedJson';
import { readManifest, type WeightGroup } from '../models/readManifest';
import { byteLengthOf } from '../models/validateWeights';
import { listed } from '../utils/clip';
import { show } from '../utils/errors';
import { hasCode } from './hasCode';
import { leadsOut } from './leadsOut';

/**
 * Reads a `model.json` and the weight files that it names, which must be in its folder.
 *
 * @throws ModelFormatError if a file is missing, not a regular file, of the wrong length, named twice, or outside the
 * folder; or if the `model.json` is too large
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
  requireShort(size, 'bytes');
  return new TextDecoder().decode(await readBytes(file, size));
}

function parse(text: string): tf.io.ModelArtifacts & { weightsManifest?: unknown } {
  try {
    return Object(parseBoundedJson(text));
  } catch (cause) {
    if (cause instanceof ModelFormatError) throw cause;
    throw new ModelFormatError('the JSON file is broken or cut off', { cause });
  }
}

/** Reads the weights of all groups after comparing their lengths. */
async function readWeights(folder: string, groups: readonly WeightGroup[]): Promise<ArrayBuffer[]> {
  const root = await realpath(folder);
  const weightData: ArrayBuffer[] = [];
  const known = new Set<string>();
  for (const { paths, weights } of groups) {
    const files: { path: string; size: number }[] = [];
    for (const path of paths) {
      const file = await inside(root, path);
      if (known.has(file.path)) throw new ModelFormatError(`the weight file ${show(path)} is named twice`);
      known.add(file.path);
      files.push(file);
    }
    const expected = byteLengthOf(weights);
    const received = files.reduce((sum, { size }) => sum + size, 0);
    if (received !== expected) {
      throw new ModelFormatError(`${listed(paths)} must have ${expected} bytes; ${received} are there`);
    }
    for (const { path, size } of files) weightData.push(await readBytes(path, size));
  }
  return weightData;
}

async function inside(root: string, path: string): Promise<{ path: string; size: number }> {
  const outside = new ModelFormatError(`the weight file ${show(path)} lies outside the folder of the model`);
  if (isAbsolute(path) || path.includes('\0') || path.split(/[\\/]/).includes('..')) throw outside;
  const { size } = await requireFile(resolve(root, path));
  if (await leadsOut(root, resolve(root, path))) throw outside; // through a symbolic link
  return { path: await realpath(resolve(root, path)), size };
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
