/**
 * A signal that Ctrl-C aborts, so that a training run ends after its batch and keeps what it has learned. A second
 * Ctrl-C ends the process at once, with exit code 130.
 *
 * One Ctrl-C can come twice, from the terminal and from `npm run`: what comes within half a second counts once.
 */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  process.on('SIGINT', () => {
    if (controller.signal.aborted) {
      if (performance.now() - first > 500) process.exit(130);
      return;
    }
    first = performance.now();
    process.stderr.write('\nStopping after this batch; Ctrl-C again quits at once.\n');
    controller.abort();
  });
  return controller.signal;
}
