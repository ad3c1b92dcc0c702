import type { Label, LabelTable } from '../../data/labels/labelTable';
import { codeOf, isIn, maskCoder, undrawn } from '../../data/labels/maskCodes';
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
  const { codes, data, segments } = mask;
  if (!codes) return maskCoder(numericTable(owner, table, name, mask))(data).mask;
  if (codes.length !== data.length)
    throw invalidOption(owner, `${name}.codes`, `as long as the data (${data.length})`, codes.length);
  if (segments && !areLabels(segments, table)) return codesOfSegments(owner, table, name, { ...mask, codes, segments });
  const highest = table.regions ? 2 ** table.labels.length - 1 : table.labels.length;
  const wrong = codes.find((code) => code > highest && code !== undrawn);
  if (wrong !== undefined)
    throw invalidOption(owner, `${name}.codes`, `codes of the table: from 0 to ${highest}, or ${undrawn}`, wrong);
  return codes;
}

type Segments = NonNullable<Mask['segments']>;

/** Whether segments are the labels of a table in its order, so that codes have the same bits. */
const areLabels = (segments: Segments, { labels }: LabelTable) =>
  segments.length === labels.length && segments.every(({ name }, i) => name === labels[i]!.name);

/** Turns codes with a bit for each segment of a file into those of a table. */
function codesOfSegments(
  owner: string,
  table: LabelTable,
  name: string,
  mask: Mask & { readonly codes: Uint8Array; readonly segments: Segments },
): Uint8Array {
  const sources = numericTable(owner, table, name, mask).labels.map(({ from }) =>
    mask.segments.reduce((bits, { value }, i) => (from.includes(value) ? bits | (1 << i) : bits), 0),
  );
  const recoded = Array.from({ length: undrawn }, (_, code) => {
    const inside = [...sources.keys()].filter((index) => (sources[index]! & code) !== 0);
    const isOne = table.regions || inside.length <= 1;
    return isOne ? inside.reduce((sum, index) => sum | codeOf(table, index), 0) : null;
  });
  return mask.codes.map((code) => {
    if (code === undrawn) return undrawn;
    const own = recoded[code] ?? null;
    if (own !== null) return own;
    throw invalidOption(owner, `${name}.codes`, 'of segments apart, as the labels of the table are exclusive', code);
  });
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
