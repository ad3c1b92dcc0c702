import type { LabelTable, Volume } from 'msa-unet';

/** One slice of a mask as a sample has it: numbers of the labels in the table from 1, or a bit for each region. */
export function sliceCodes(
  { data, codes, shape: [, height, width] }: Pick<Volume, 'data' | 'codes' | 'shape'>,
  table: LabelTable | null,
  slice: number,
): Uint8Array {
  const [from, to] = [slice * height * width, (slice + 1) * height * width];
  if (codes) return codes.slice(from, to);
  const numbers = data.subarray(from, to);
  if (!table) return Uint8Array.from(numbers, (number) => (number > 0.5 ? 1 : 0));
  const codeOf = new Map(table.labels.map(({ value }, i) => [value, i + 1]));
  return Uint8Array.from(numbers, (number) => (number === 0 ? 0 : (codeOf.get(number) ?? 0)));
}
