/**
 * Runs a task with a signal that Ctrl-C aborts, so that a training run ends after its batch and keeps what it has
 * learned. A second Ctrl-C ends the process immediately, with exit code 130. After the task, Ctrl-C has its usual
 * effect.
 *
 * Ctrl-C can arrive twice, from the terminal and from `npm run`; repeats within half a second count once.
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

/** Window in which repeats count once, in milliseconds. */
const oneInterrupt = 500;
