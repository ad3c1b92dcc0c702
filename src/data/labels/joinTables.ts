import { OptionError } from '../../utils/optionError';
import { labelColor } from './labelColor';
import { type Label, type LabelTable, labelTable } from './labelTable';
import { codeOf, isIn, undrawn } from './maskCodes';

/**
 * Joins the tables of several data sets by the names of their labels; `null` is the liver alone. Data sets that lack a label
 * have not drawn it, so the joined table is partial.
 *
 * @returns `null` if all are
 * @throws OptionError if some are regions and others exclusive labels, or they are too many
 */
export function joinTables(tables: readonly (LabelTable | null)[]): LabelTable | null {
  if (tables.every((table) => table === null)) return null;
  const all = [...new Map(tables.map((table) => [JSON.stringify(table), table ?? liverTable()])).values()]; // each once
  if (all.length === 1) return all[0]!;
  if (all.some(({ regions, labels }) => labels.length > 1 && regions !== kindOf(all))) throw twoKinds(all);
  const labels = all.flatMap((table) => table.labels).filter(isFirstOfName);
  const numbered = Object.fromEntries(labels.map(({ name }, i) => [name, i + 1]));
  const isOrdered = all.some(({ regionOrder }) => regionOrder);
  const regionOrder = isOrdered ? joinedOrder(all) : null;
  const joined = labelTable(numbered, { regions: kindOf(all), mirrored: null, regionOrder });
  const [values, ignore] = [writtenNumbers(labels), all.find((table) => table.ignore !== null)?.ignore ?? null];
  const isPartial = all.some((table) => table.partial || table.labels.length < labels.length);
  return {
    ...joined,
    labels: labels.map((label, i) => ({ ...label, from: [values[i]!], value: values[i]!, color: labelColor(i) })),
    mirrored: all.flatMap(({ mirrored }) => mirrored).filter(isFirstPair),
    ignore: ignore === null || !values.includes(ignore) ? ignore : Math.max(...values) + 1,
    partial: isPartial,
  };
}

/** Turns the codes of one table into those of a joined one. */
export function recoded(mask: Uint8Array, own: LabelTable | null, joined: LabelTable): Uint8Array {
  const table = own ?? liverTable();
  const places = table.labels.map(({ name }) => joined.labels.findIndex((label) => label.name === name));
  const codes = Array.from({ length: undrawn + 1 }, (_, code) => {
    if (code === undrawn) return undrawn;
    return places.reduce((sum, place, index) => (isIn(table, code, index) ? sum | codeOf(joined, place) : sum), 0);
  });
  return mask.map((code) => codes[code]!);
}

/** Names of the labels of a joined table that one of its tables lacks. */
export const missingFrom = (own: LabelTable | null, joined: LabelTable): string[] =>
  joined.labels
    .map(({ name }) => name)
    .filter((name) => !(own ?? liverTable()).labels.some((label) => label.name === name));

const liverTable = () => labelTable({ liver: 1 });

/** Names of the labels of a table in the order in which they are written. */
/** Orders that were given come first; labels of no order follow. */
function joinedOrder(tables: readonly LabelTable[]): string[] {
  const given = tables.flatMap(({ regionOrder }) => (regionOrder ? [regionOrder] : []));
  const order = [...new Set([...given.flat(), ...tables.flatMap(({ labels }) => labels.map(({ name }) => name))])];
  const other = given.find((names) =>
    names.some((name, i) => i > 0 && order.indexOf(name) < order.indexOf(names[i - 1]!)),
  );
  if (!other) return order;
  throw new OptionError({
    owner: 'mixDataSets',
    option: 'sets',
    expected: 'without two orders of regions that contradict each other',
    received: given,
    shown: `${given[0]!.join(', ')} and ${other.join(', ')}`,
    fix: { action: 'read all with the same `regionOrder`' },
  });
}

/** Whether the tables are of regions; a single label is of both kinds. */
const kindOf = (tables: readonly LabelTable[]) => tables.some(({ regions, labels }) => regions && labels.length > 1);

const isFirstOfName = ({ name }: Label, i: number, all: readonly Label[]) =>
  all.findIndex((label) => label.name === name) === i;

const isFirstPair = ([a]: LabelTable['mirrored'][number], i: number, all: LabelTable['mirrored']) =>
  all.findIndex((pair) => pair.includes(a)) === i;

/** The numbers of labels in written masks: their own, or the least free one if an earlier label has it. */
function writtenNumbers(labels: readonly Label[]): number[] {
  const used = new Set<number>();
  const own = labels.map(({ value }) => {
    const isFree = !used.has(value);
    used.add(value);
    return isFree ? value : null;
  });
  return own.map((value) => {
    if (value !== null) return value;
    let free = 1;
    while (used.has(free)) free++;
    used.add(free);
    return free;
  });
}

const twoKinds = (tables: readonly LabelTable[]) =>
  new OptionError({
    owner: 'mixDataSets',
    option: 'sets',
    expected: 'all of regions, or all of exclusive labels',
    received: tables,
    shown: tables.map(({ labels }) => labels.map(({ name }) => name).join(', ')).join(' and '),
    fix: { action: 'read all with `labelTable(labels, { regions: true })`, which lets labels overlap' },
  });
