/** Longest part of a name that scans and slices give, in characters: file systems allow 255 bytes, temporary endings included. */
const longest = 50;

const isPicture = /^(worst|middle)-[1-9]-.+\.png$/;

/** Whether `evaluate` gives pictures such names. */
export const isPictureName = (file: string): boolean => isPicture.test(file);

/**
 * Name of the picture of a slice: its rank, patient, scan and slice, as in `worst-1-volume-3-slice-45.png`. A scan that
 * is named in its slice is not repeated, nor a patient; other characters than letters and digits become `-`.
 */
export function pictureName(rank: string, parts: readonly [patient: string, scan: string, slice: string]): string {
  const named = parts.filter((part, i) => !parts.slice(i + 1).some((later) => names(later, part)));
  const text = named.join('-').replaceAll(/[^\p{L}\p{N}._]+/gu, '-');
  const end = [...text]
    .slice(-longest)
    .join('')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return `${rank}-${end}.png`;
}

/** Whether a name is another's or starts with it, as `p1/ct` does with `p1`. */
const names = (later: string, part: string) => later === part || /^[^\p{L}\p{N}]/u.test(afterStart(later, part));

const afterStart = (later: string, part: string) => (later.startsWith(part) ? later.slice(part.length) : '');
