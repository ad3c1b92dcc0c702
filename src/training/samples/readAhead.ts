/**
 * Reads items in order and up to `ahead` items ahead.
 *
 * An error is thrown at its item's turn. Leaving the loop early waits for the reads that have begun.
 */
export async function* readAhead<In, Out>(
  items: Iterable<In>,
  read: (item: In) => Promise<Out>,
  ahead: number,
): AsyncGenerator<Out, void, undefined> {
  const begun: Promise<Out>[] = [];
  try {
    for (const item of items) {
      const reading = read(item);
      reading.catch(() => {}); // else Node would end the program before its turn
      begun.push(reading);
      if (begun.length > ahead) yield await begun.shift()!;
    }
    while (begun.length > 0) yield await begun.shift()!;
  } finally {
    await Promise.allSettled(begun);
  }
}
