import { CtFileError } from '../ctFileError';
import { chooseSegments } from '../segments/chooseSegments';
import type { Segment } from '../segments/segment';
import type { Label, LabelTable } from './labelTable';
import { writingOrder } from './regionOrder';

/** Code of a pixel that nobody has drawn. */
export const undrawn = 255;

/** Mask of a slice, and the numbers above 0 that its file has there, ascending. */
export interface CodedMask {
  readonly mask: Uint8Array;
  readonly labels: number[];
}

/**
 * Makes a function from the numbers of a mask file to the codes of a {@link Sample}: numbers in no label are background.
 *
 * @param segments segments that the file names; labels given by name are looked up there
 * @param file file name for messages
 * @throws CtFileError if the file names no such segment
 */
export function maskCoder(
  table: LabelTable,
  segments: readonly Segment[] = [],
  file = 'the mask',
): (numbers: ArrayLike<number>) => CodedMask {
  const codes = new Map<number, number>();
  if (table.ignore !== null) codes.set(table.ignore, undrawn);
  for (const [index, label] of table.labels.entries())
    for (const number of numbersOf(label, segments, file)) {
      if (codes.get(number) === undrawn || (codes.has(number) && !table.regions)) throw claimedTwice(file, number);
      codes.set(number, (codes.get(number) ?? 0) | codeOf(table, index));
    }
  return (numbers) => codedMask(numbers, (number) => codes.get(number) ?? 0);
}

/** Code of the pixels of a label alone: its number from 1, or the bit of a region. */
export const codeOf = ({ regions }: Pick<LabelTable, 'regions'>, index: number): number =>
  regions ? 1 << index : index + 1;

/** Whether a code says that its pixel is in the label at an index. */
export const isIn = ({ regions }: Pick<LabelTable, 'regions'>, code: number, index: number): boolean =>
  code !== undrawn && (regions ? (code & (1 << index)) !== 0 : code === index + 1);

/**
 * Lists the number to write for every code. For a voxel in several regions, that is the number which means just these
 * regions, or else that of the last of them; in a table with a `regionOrder`, always that of the last of them in this order.
 */
export function numbersOfCodes(table: LabelTable): number[] {
  const { labels, regions, regionOrder, ignore } = table;
  const numbers = Array.from({ length: undrawn + 1 }, () => 0);
  for (const index of writingOrder(table)) {
    const { value } = labels[index]!;
    for (let code = 0; code < undrawn; code++) if (isIn(table, code, index)) numbers[code] = value;
  }
  if (regions && !regionOrder)
    for (const number of labels.flatMap(({ from }) => from)) {
      const inside = labels.reduce((bits, { from }, i) => (from.includes(number) ? bits | (1 << i) : bits), 0);
      if (typeof number === 'number' && inside !== (inside & -inside)) numbers[inside] = number;
    }
  numbers[undrawn] = ignore ?? 0;
  return numbers;
}

/** Looks up each value of a mask; neighbours mostly agree, so only changes are looked up. */
export function codedMask(values: ArrayLike<number>, code: (value: number) => number): CodedMask {
  const found = new Map<number, number>();
  let [last, current] = [Number.NaN, 0];
  const mask = Uint8Array.from(values, (value) => {
    if (value === last) return current;
    current = found.get(value) ?? code(value);
    found.set(value, current);
    last = value;
    return current;
  });
  return { mask, labels: [...found.keys()].filter((value) => value > 0).sort((a, b) => a - b) };
}

function numbersOf({ from }: Label, segments: readonly Segment[], file: string): number[] {
  const names = from.filter((one) => typeof one === 'string');
  const named = names.length > 0 ? chooseSegments(segments, names, file).map(({ value }) => value) : [];
  return [...from.filter((one) => typeof one === 'number'), ...named];
}

const claimedTwice = (file: string, number: number) =>
  new CtFileError(file, `two labels of the table mean its number ${number}`, {
    fix: [{ action: 'give each number to one label, or make them regions' }],
  });
