import { invalidOption } from '../../utils/errors';

/**
 * Returns the order in which regions are written; `null` if none is given.
 *
 * @throws OptionError if an order is given for exclusive labels, or does not name each region once
 */
export function resolveRegionOrder(
  names: readonly string[],
  regions: boolean,
  given: readonly string[] | null,
): readonly string[] | null {
  if (given === null) return null;
  if (!regions)
    throw invalidOption('labelTable', 'regionOrder', 'left out for exclusive labels, which do not overlap', given);
  const isWhole = Array.isArray(given) && given.length === names.length && names.every((name) => given.includes(name));
  if (!isWhole) throw invalidOption('labelTable', 'regionOrder', `a list of ${names.join(', ')}, each once`, given);
  return [...given];
}

/** Labels of a table, and the order in which they are written if it is another. */
interface Ordered {
  readonly labels: readonly { readonly name: string }[];
  readonly regionOrder?: readonly string[];
}

/** Indices of the labels of a table in the order in which they are written, later over earlier. */
export function writingOrder({ labels, regionOrder }: Ordered): number[] {
  const indices = [...labels.keys()];
  return regionOrder ? regionOrder.map((name) => indices.find((index) => labels[index]!.name === name)!) : indices;
}
