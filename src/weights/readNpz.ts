import type { Entry, FileEntry } from '@zip.js/zip.js';

import type { NamedWeights, WeightArray } from './namedWeights';
import { parseNpy } from './parseNpy';
import { type OpenedWeights, openWeights, type WeightsSource } from './weightsSource';

/** Maximum inflated size, thirteen times the largest encoder here. */
const maxInflated = 2 ** 31;

/**
 * Reads a `.npz` file of `numpy.savez` or `numpy.savez_compressed`: all arrays as float32, whatever float or integer
 * type they have.
 *
 * The file is not trusted; at most 2 GiB are inflated.
 *
 * @param source the bytes, or a browser's `File`
 * @throws WeightsFileError if the file is broken, or of an unsupported kind
 * @example
 * ```ts no-run
 * import { readFile } from 'node:fs/promises';
 * import { readNpz } from 'msa-unet';
 *
 * const weights = await readNpz(await readFile('mobilenetv2.npz'));
 * for (const [name, { shape }] of weights) console.log(name, shape);
 * ```
 */
export async function readNpz(source: WeightsSource): Promise<NamedWeights> {
  const { bytes, fail } = await openWeights(source);
  const entries = await entriesOf(bytes, fail);
  const weights = new Map<string, WeightArray>();
  for (const entry of entries) {
    const name = entry.filename.replace(/\.npy$/, '');
    if (weights.has(name)) throw fail(`two arrays are named "${name}"`);
    const array = await inflated(entry, name, fail);
    weights.set(
      name,
      parseNpy(array, (problem) => fail(`"${name}": ${problem}`)),
    );
  }
  return weights;
}

/** Lists the files of the zip after checking that all are readable. */
async function entriesOf(bytes: Uint8Array, fail: OpenedWeights['fail']): Promise<FileEntry[]> {
  const { Uint8ArrayReader, ZipReader } = await import('@zip.js/zip.js');
  let entries: Entry[];
  try {
    entries = await new ZipReader(new Uint8ArrayReader(bytes)).getEntries();
  } catch (cause) {
    throw fail(`not a whole .npz file (${reason(cause)}); export it again`, { cause });
  }
  let [packed, unpacked] = [0, 0];
  for (const { filename, encrypted, compressedSize, uncompressedSize } of entries) {
    if (!filename.endsWith('.npy')) throw fail(`no .npz file: it holds "${filename}", which is not an array`);
    if (encrypted) throw fail(`"${filename}" is encrypted`);
    packed += compressedSize;
    unpacked += uncompressedSize;
  }
  // Deflate expands one byte to at most 1032.
  if (packed > bytes.length || unpacked > Math.min(maxInflated, 1032 * (packed + entries.length)))
    throw fail(`cannot hold ${unpacked} bytes, from ${packed} in a file of ${bytes.length}; export it again`);
  return entries.filter((entry): entry is FileEntry => !entry.directory);
}

async function inflated(entry: FileEntry, name: string, fail: OpenedWeights['fail']): Promise<Uint8Array> {
  const { Uint8ArrayWriter } = await import('@zip.js/zip.js');
  try {
    return await entry.getData(new Uint8ArrayWriter(), { checkCrc32: true, useWebWorkers: false });
  } catch (cause) {
    throw fail(`"${name}" is damaged (${reason(cause)}); export it again`, { cause });
  }
}

const reason = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
