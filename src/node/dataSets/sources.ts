import { requireNonNegative } from '../../utils/check';
import { ByteCache } from './byteCache';
import type { FoundFile } from './diskFile';
import { listFiles } from './listFiles';

/** Default cache size: 512 MiB. */
export const defaultCacheBytes = 2 ** 29;

/** Options of all functions that open a data set. */
export interface OpenOptions {
  /**
   * Cache size in bytes for data that can only be decoded whole: compressed volumes (NIfTI, MetaImage) and compressed
   * zips in zips. The least recently used are dropped first; one stays even if it is larger, so that reading a scan's
   * slices in order decodes it once.
   *
   * @defaultValue `536870912` (512 MiB)
   */
  cacheBytes?: number;
}

/** Opened folder of a data set. */
export interface Sources {
  /** Function named in errors: `openIrcadb`, … */
  readonly owner: string;
  /** Folder as the user passed it. */
  readonly directory: string;
  /** All files below the folder. */
  readonly files: readonly FoundFile[];
  readonly cache: ByteCache;
}

/** Lists the files of a data set. Throws Error if the folder is missing, CtFileError if a zip in it cannot be read. */
export async function openSources(
  owner: string,
  directory: string,
  { cacheBytes = defaultCacheBytes }: OpenOptions,
): Promise<Sources> {
  requireNonNegative(owner, 'cacheBytes', cacheBytes);
  const cache = new ByteCache(cacheBytes);
  return { owner, directory, cache, files: await listFiles(directory, owner, cache) };
}
