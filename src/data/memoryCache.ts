import { requireInteger, requireKnown } from '../utils/check';
import type { SliceCache } from './sliceCache';

/** Options of {@link memoryCache}. */
export interface MemoryCacheOptions {
  /** Maximum size in bytes; a slice of 512×512 takes 295 kB. @defaultValue `2 ** 30` */
  maxBytes?: number;
}

/** A {@link SliceCache} in memory. */
export interface MemoryCache extends SliceCache {
  /** Current size in bytes. */
  readonly bytes: number;
}

/**
 * Makes a cache in memory. When it is full, it drops the least recently used slice. Options:
 * {@link MemoryCacheOptions}.
 *
 * @throws OptionError if `maxBytes` is not a positive integer
 * @example
 * ```ts
 * import { memoryCache, phantomDataSet, prepareSlices, splitDataSet } from 'msa-unet';
 *
 * const { parts } = await splitDataSet(phantomDataSet({ patients: 3, slicesPerPatient: 2, size: 32 }));
 * const cache = memoryCache({ maxBytes: 2 ** 20 });
 * await prepareSlices(parts.train, { size: [32, 32], cache }).read(0); // later epochs read from the cache
 * console.log(cache.bytes > 0); // true
 * ```
 */
export function memoryCache({ maxBytes = 2 ** 30, ...others }: MemoryCacheOptions = {}): MemoryCache {
  requireKnown<MemoryCacheOptions>('memoryCache', others, { maxBytes });
  requireInteger('memoryCache', 'maxBytes', maxBytes);
  const entries = new Map<string, Uint8Array>(); // most recently used last
  let held = 0;
  const drop = (key: string) => {
    held -= entries.get(key)?.byteLength ?? 0;
    entries.delete(key);
  };
  return {
    get bytes() {
      return held;
    },
    async read(key) {
      const bytes = entries.get(key);
      if (!bytes) return null;
      entries.delete(key);
      entries.set(key, bytes);
      return new Uint8Array(bytes);
    },
    async write(key, bytes) {
      drop(key);
      if (bytes.byteLength > maxBytes) return;
      for (const oldest of entries.keys()) {
        if (held + bytes.byteLength <= maxBytes) break;
        drop(oldest);
      }
      entries.set(key, new Uint8Array(bytes)); // a copy: a view would keep its whole buffer alive
      held += bytes.byteLength;
    },
  };
}
