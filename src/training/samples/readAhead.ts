/**
 * Reads items in order, and begins with the next ones while one is in use: `ahead` of them at most.
 *
 * An error comes when its item's turn comes. Whoever leaves early waits until what was begun is done with.
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
      reading.catch(() => {}); // or Node ends the program before its turn comes
      begun.push(reading);
      if (begun.length > ahead) yield await begun.shift()!;
    }
    while (begun.length > 0) yield await begun.shift()!;
  } finally {
    await Promise.allSettled(begun);
  }
}
