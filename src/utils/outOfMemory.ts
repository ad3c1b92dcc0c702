/** Address space of WebAssembly, in bytes. */
export const wasmBytes = 2 ** 32;

/** Makes the error for a full WebAssembly heap, which ends at 4 GB. */
export function outOfMemory(cause?: unknown): Error {
  const message =
    'WebAssembly ran out of memory, of which it has at most 4 GB. Restart the program, whose memory is damaged, with ' +
    'smaller batches, smaller images, fewer filters or another backend';
  return new Error(message, { cause });
}

/**
 * Converts crashes inside WebAssembly to an out-of-memory error: tfjs does not check allocations, so a full heap
 * crashes there.
 */
export const explainCrash = (error: unknown): unknown =>
  error instanceof WebAssembly.RuntimeError ? outOfMemory(error) : error;
