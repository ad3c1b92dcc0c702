/** What WebAssembly can address. */
export const wasmBytes = 2 ** 32;

/** Says what to do when the heap of WebAssembly, which ends at 4 GB, is full. */
export function outOfMemory(cause?: unknown): Error {
  const message =
    'WebAssembly ran out of memory, of which it has 4 GB at most: take smaller batches, smaller images or fewer filters, ' +
    'or another backend. Start the program anew: the memory of this one is damaged';
  return new Error(message, { cause });
}

/** tfjs does not look whether memory was left; a full heap then shows as some crash inside WebAssembly. */
export const explainCrash = (error: unknown): unknown =>
  error instanceof WebAssembly.RuntimeError ? outOfMemory(error) : error;
