import { requireNonNegative } from '../../utils/check';
import { ByteCache } from './byteCache';
import type { FoundFile } from './diskFile';
import { listFiles } from './listFiles';

/** Bytes that caches keep unless they are told otherwise: 512 MiB. */
export const defaultCacheBytes = 2 ** 29;

/** Options of everything that opens a data set. */
export interface OpenOptions {
  /**
   * Bytes that may stay in memory of what can only be decoded whole: compressed volumes (NIfTI, MetaImage), compressed
   * zips in zips. What was used longest ago goes first; one thing stays even if it is larger, so that the slices of a scan
   * are read in order with one decoding.
   *
   * @defaultValue `536870912` (512 MiB)
   */
  cacheBytes?: number;
}

/** The folder of a data set, opened. */
export interface Sources {
  /** Who complains: `openIrcadb`, … */
  readonly owner: string;
  /** The folder as the user gave it. */
  readonly directory: string;
  /** All files below it. */
  readonly files: readonly FoundFile[];
  readonly cache: ByteCache;
}

/** Lists the files of a data set. @throws Error if the folder is missing; CtFileError if a zip in it cannot be read */
export async function openSources(
  owner: string,
  directory: string,
  { cacheBytes = defaultCacheBytes }: OpenOptions,
): Promise<Sources> {
  requireNonNegative(owner, 'cacheBytes', cacheBytes);
  const cache = new ByteCache(cacheBytes);
  return { owner, directory, cache, files: await listFiles(directory, owner, cache) };
}
