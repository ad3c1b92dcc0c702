/**
 * Cache of prepared slices, which are then read and preprocessed only once: {@link memoryCache}, `diskCache` of
 * `msa-unet/node`, or one of your own, for instance on IndexedDB.
 */
export interface SliceCache {
  /** Returns the bytes written under a key, or `null` if there are none (any more). */
  read(key: string): Promise<Uint8Array | null>;
  /** Stores bytes under a key, which names all that they depend on. A cache may drop them later. */
  write(key: string, bytes: Uint8Array): Promise<void>;
}
