/** A label, and its numbers or segment names in mask files. */
export interface Source {
  readonly name: string;
  readonly from: readonly (number | string)[];
}

/** Whether a source is a number of mask files. */
export const isNumber = (one: unknown): one is number => Number.isSafeInteger(one) && (one as number) > 0;

/**
 * Numbers for written masks: the first that a label has for itself, else the least that nobody has.
 *
 * @param order names in the order in which they are written
 */
export function writtenValues(sources: readonly Source[], order: readonly string[]): number[] {
  const all = sources.flatMap(({ from }) => from);
  const own = sources.map(
    ({ from }) => from.find((one) => isNumber(one) && isOnlyOnce(one, all)) as number | undefined,
  );
  const used = new Set<number | string>([...all, ...own.filter((value) => value !== undefined)]);
  return own.map((value, i) => {
    if (value !== undefined) return value;
    const { name, from } = sources[i]!;
    const shared = from.find(isNumber);
    const later = order.slice(order.indexOf(name) + 1);
    const isLast = !sources.some((source) => later.includes(source.name) && source.from.includes(shared!));
    if (shared !== undefined && isLast) return shared;
    let free = 1;
    while (used.has(free)) free++;
    used.add(free);
    return free;
  });
}

const isOnlyOnce = (one: number | string, all: readonly (number | string)[]) =>
  all.indexOf(one) === all.lastIndexOf(one);
