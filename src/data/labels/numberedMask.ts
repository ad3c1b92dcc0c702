import { largestComponent } from '../largestComponent';
import type { Volume } from '../volume';
import type { LabelTable } from './labelTable';
import { codeOf, isIn, numbersOfCodes } from './maskCodes';

/**
 * Turns a mask of codes into one of the numbers that its labels have in files, with their names and colours.
 *
 * @param largestOnly whether only the largest component of each label is kept
 */
export function numberedMask(
  mask: Volume & { readonly data: Uint8Array },
  labels: LabelTable,
  { largestOnly = false }: { readonly largestOnly?: boolean } = {},
): Volume {
  const codes = largestOnly ? largestOfEach(mask, labels) : mask.data;
  const numbers = numbersOfCodes(labels);
  const highest = Math.max(...numbers);
  const data = new (highest <= 0xff ? Uint8Array : highest <= 0xffff ? Uint16Array : Int32Array)(codes.length);
  for (let i = 0; i < data.length; i++) data[i] = numbers[codes[i]!]!;
  return {
    ...mask,
    data,
    segments: labels.labels.map(({ name, value, color }) => ({ name, value, color })),
    ...(labels.regions ? { codes } : {}),
  };
}

function largestOfEach(mask: Volume & { readonly data: Uint8Array }, labels: LabelTable): Uint8Array {
  const kept = new Uint8Array(mask.data.length);
  for (const index of labels.labels.keys()) {
    const own = mask.data.map((code) => (isIn(labels, code, index) ? 1 : 0));
    const { data } = largestComponent({ ...mask, data: own });
    const code = codeOf(labels, index);
    for (let i = 0; i < kept.length; i++) if (data[i] !== 0) kept[i]! |= code;
  }
  return kept;
}
