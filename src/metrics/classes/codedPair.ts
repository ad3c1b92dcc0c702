import type { Label, LabelTable } from '../../data/labels/labelTable';
import { isIn, maskCoder, undrawn } from '../../data/labels/maskCodes';
import { invalidOption } from '../../utils/errors';
import { type Mask, requireMask } from '../mask';

/** Codes of ground truth and prediction, voxel by voxel. */
export interface CodedPair {
  readonly truth: Uint8Array;
  readonly prediction: Uint8Array;
}

/**
 * Returns the codes of both masks: those they have, else by the numbers of their voxels.
 *
 * @throws OptionError if there is not one code of the table for each voxel, or a mask lacks a segment that the table names
 */
export function codedPair(owner: string, table: LabelTable, truth: Mask, prediction: Mask): CodedPair {
  return { truth: codesOf(owner, table, 'truth', truth), prediction: codesOf(owner, table, 'prediction', prediction) };
}

/**
 * The part of both masks in the label at an index: 1 inside, else 0. Both are empty where nobody has drawn the ground
 * truth.
 */
export function masksOfLabel(table: LabelTable, index: number, { truth, prediction }: CodedPair): CodedPair {
  const inside = Uint8Array.from({ length: undrawn + 1 }, (_, code) => Number(isIn(table, code, index)));
  const known = truth.map((code) => inside[code]!);
  const found = prediction.map((code, i) => (truth[i] === undrawn ? 0 : inside[code]!));
  return { truth: known, prediction: found };
}

function codesOf(owner: string, table: LabelTable, name: string, mask: Mask): Uint8Array {
  requireMask(owner, name, mask);
  const { codes, data } = mask;
  if (!codes) return maskCoder(numericTable(owner, table, name, mask))(data).mask;
  const highest = table.regions ? 2 ** table.labels.length - 1 : table.labels.length;
  if (codes.length !== data.length)
    throw invalidOption(owner, `${name}.codes`, `as long as the data (${data.length})`, codes.length);
  const wrong = codes.find((code) => code > highest && code !== undrawn);
  if (wrong !== undefined)
    throw invalidOption(owner, `${name}.codes`, `codes of the table: from 0 to ${highest}, or ${undrawn}`, wrong);
  return codes;
}

/**
 * The table with numbers in place of names of segments: those of the mask's segments, which are called by a source or by the
 * label, or else the numbers of written masks.
 */
function numericTable(owner: string, table: LabelTable, name: string, { segments }: Mask): LabelTable {
  const numbersOf = (label: Label, source: string): number[] => {
    if (!segments && !table.regions) return [label.value];
    const names = [source, label.name].map((one) => one.toLowerCase());
    const found = segments?.filter((segment) => names.includes(segment.name.toLowerCase())) ?? [];
    if (found.length > 0) return found.map(({ value }) => value);
    const received = segments?.map((segment) => segment.name);
    throw invalidOption(owner, `${name}.segments`, `with one called ${source}, as the table names it`, received);
  };
  const numeric = (label: Label) =>
    label.from.flatMap((source) => (typeof source === 'number' ? [source] : numbersOf(label, source)));
  return { ...table, labels: table.labels.map((label) => ({ ...label, from: [...new Set(numeric(label))] })) };
}
