/**
 * A signal that Ctrl-C aborts, so that a training run ends after its batch and keeps what it has learned. A second
 * Ctrl-C ends the process at once, with exit code 130.
 */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.on('SIGINT', () => {
    if (controller.signal.aborted) process.exit(130);
    process.stderr.write('\nStopping after this batch; Ctrl-C again quits at once.\n');
    controller.abort();
  });
  return controller.signal;
}
