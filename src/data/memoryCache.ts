import { requireInteger, requireKnown } from '../utils/check';
import type { SliceCache } from './sliceCache';

/** Options of {@link memoryCache}. */
export interface MemoryCacheOptions {
  /** The most that is kept, in bytes; a slice of 512×512 takes 295 kB. @defaultValue `2 ** 30` */
  maxBytes?: number;
}

/** A {@link SliceCache} in memory. */
export interface MemoryCache extends SliceCache {
  /** Bytes it holds now. */
  readonly bytes: number;
}

/**
 * A cache that lives as long as the program. When it is full, the slice that has not been used for longest goes first.
 *
 * @throws RangeError if `maxBytes` is not a positive integer
 */
export function memoryCache({ maxBytes = 2 ** 30, ...others }: MemoryCacheOptions = {}): MemoryCache {
  requireKnown<MemoryCacheOptions>('memoryCache', others, { maxBytes });
  requireInteger('memoryCache', 'maxBytes', maxBytes);
  const entries = new Map<string, Uint8Array>(); // the one used last stands last
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
      entries.set(key, new Uint8Array(bytes)); // a copy: a view would keep all that it is a part of
      held += bytes.byteLength;
    },
  };
}
