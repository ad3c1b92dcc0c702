/**
 * Keeps prepared slices, so that they are read and preprocessed once: `memoryCache`, `diskCache` of `msa-unet/node`, or one
 * of your own, for instance on IndexedDB.
 */
export interface SliceCache {
  /** What was written under a key, bit by bit, or `null` if that is not there (any more). */
  read(key: string): Promise<Uint8Array | null>;
  /** Keeps bytes under a key, which names all that they depend on; a cache may forget them again. */
  write(key: string, bytes: Uint8Array): Promise<void>;
}
