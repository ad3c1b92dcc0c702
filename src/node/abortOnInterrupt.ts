/**
 * Runs something with a signal that Ctrl-C aborts, so that a training run ends after its batch and keeps what it has
 * learned. A second Ctrl-C ends the process at once, with exit code 130; after the run Ctrl-C is what it was before.
 *
 * One Ctrl-C can come twice, from the terminal and from `npm run`: what comes within half a second counts once.
 *
 * @example `await abortOnInterrupt((signal) => trainSegmentation(model, { train, val, signal }))`
 */
export async function abortOnInterrupt<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let first = Number.NEGATIVE_INFINITY;
  const again = () => performance.now() - first > oneInterrupt;
  const interrupt = () => {
    if (controller.signal.aborted && again()) process.exit(130);
    if (controller.signal.aborted) return;
    first = performance.now();
    process.stderr.write('\nStopping after this batch; Ctrl-C again quits at once.\n');
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  try {
    return await run(controller.signal);
  } finally {
    const rest = again() ? 0 : oneInterrupt;
    setTimeout(() => process.off('SIGINT', interrupt), rest).unref();
  }
}

/** Milliseconds. */
const oneInterrupt = 500;
