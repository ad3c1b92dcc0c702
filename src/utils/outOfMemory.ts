/** Address space of WebAssembly, in bytes. */
export const wasmBytes = 2 ** 32;

/** Makes the error for a full WebAssembly heap, which ends at 4 GB. */
export function outOfMemory(cause?: unknown): Error {
  const message =
    'WebAssembly ran out of memory, of which it has 4 GB at most: take smaller batches, smaller images or fewer filters, ' +
    'or another backend. Start the program anew: the memory of this one is damaged';
  return new Error(message, { cause });
}

/**
 * Converts crashes inside WebAssembly to an out-of-memory error: tfjs does not check allocations, so a full heap
 * crashes there.
 */
export const explainCrash = (error: unknown): unknown =>
  error instanceof WebAssembly.RuntimeError ? outOfMemory(error) : error;
