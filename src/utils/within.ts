/** Seconds that a step of starting a backend may take: a download over a slow line, or a driver that does not answer. */
const limit = 60;

/** Returns the result of `work`, or rejects after a minute, so that nothing waits for ever. */
export async function within<T>(work: Promise<T>, problem: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${problem} within ${limit} s`)), 1000 * limit);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
