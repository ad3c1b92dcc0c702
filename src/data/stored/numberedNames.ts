import { CtFileError } from '../ctFileError';

/** Files of a sequence, as headers describe them: `slice%03d.raw`, from a first to a last number. */
export interface NumberedFiles {
  /** Name with one placeholder as of C's `printf`: `%d`, `%3d` or `%03d`. */
  readonly pattern: string;
  readonly first: number;
  readonly last: number;
  /** Step from number to number, not 0. */
  readonly step: number;
}

/** Parses `pattern first last step`, where a missing step is 1. `null` for anything else, such as a plain name. */
export function parseNumbered(text: string): NumberedFiles | null {
  const words = text.split(/\s+/);
  const numbers = words.slice(1).map(Number);
  if (!/%\d*d/.test(words[0]!) || numbers.length < 2 || numbers.length > 3 || !numbers.every(Number.isSafeInteger))
    return null;
  const [first, last, step = 1] = numbers as [number, number, number?];
  return step === 0 ? null : { pattern: words[0]!, first, last, step };
}

/** Counts the files; less than 1 if the step leads away from the last number. */
export function countNumbered({ first, last, step }: NumberedFiles): number {
  return Math.floor((last - first) / step) + 1;
}

/** Maximum number of files: more than any scan has slices. */
const mostFiles = 65_536;

/**
 * Names the first `count` files.
 *
 * @param header file name for messages
 * @throws CtFileError if they are too many to be those of a scan
 */
export function numberedNames(
  { pattern, first, step }: NumberedFiles,
  count: number,
  header: string,
): readonly string[] {
  if (count > mostFiles)
    throw new CtFileError(header, `${pattern} stands for ${count} files; at most ${mostFiles} are read`);
  return Array.from({ length: count }, (_, i) =>
    pattern.replace(/%(0?)(\d*)d/, (_match, zero: string, width: string) =>
      String(first + i * step).padStart(Math.min(Number(width), 20), zero || ' '),
    ),
  );
}
