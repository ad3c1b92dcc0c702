import { constants } from 'node:os';

/** Signals that ask a program to end: Ctrl-C, a job scheduler or `kill`, a closed terminal. */
const requests = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a task with a signal that Ctrl-C aborts, so that a training run ends after its batch and keeps what it has
 * learned. SIGTERM, which job schedulers send, and SIGHUP, of a closed terminal, do the same. A second one ends the process
 * immediately, with exit code 130, 143 or 129. After the task, each has its usual effect.
 *
 * Ctrl-C can arrive twice, from the terminal and from `npm run`; repeats within half a second count once. The reason of the
 * abort is an AbortError whose `exitCode` is that of the signal.
 *
 * @example
 * ```ts no-run
 * import { buildMsaUnet, phantomDataSet, prepareSlices, splitDataSet, trainSegmentation } from 'msa-unet';
 * import { abortOnInterrupt } from 'msa-unet/node';
 *
 * const { parts } = await splitDataSet(phantomDataSet());
 * const [train, val] = [prepareSlices(parts.train), prepareSlices(parts.val)];
 * const model = buildMsaUnet([128, 128, 1], { baseFilters: 8 });
 * const { ended } = await abortOnInterrupt((signal) => trainSegmentation(model, { train, val, signal }));
 * console.log(ended); // aborted
 * ```
 */
export async function abortOnInterrupt<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let first = Number.NEGATIVE_INFINITY;
  const again = () => performance.now() - first > oneInterrupt;
  const interrupt = (name: (typeof requests)[number]) => {
    const exitCode = 128 + constants.signals[name];
    if (controller.signal.aborted && again()) process.exit(exitCode);
    if (controller.signal.aborted) return;
    first = performance.now();
    process.stderr.write(`\nStopping after this batch; ${name === 'SIGINT' ? 'Ctrl-C' : name} again quits at once.\n`);
    controller.abort(Object.assign(new DOMException('This operation was aborted', 'AbortError'), { exitCode }));
  };
  for (const name of requests) process.on(name, interrupt);
  try {
    return await run(controller.signal);
  } finally {
    const rest = again() ? 0 : oneInterrupt;
    setTimeout(() => {
      for (const name of requests) process.off(name, interrupt);
    }, rest).unref();
  }
}

/** Window in which repeats count once, in milliseconds. */
const oneInterrupt = 500;
