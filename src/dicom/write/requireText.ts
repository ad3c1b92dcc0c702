import { invalidOption } from '../../utils/errors';

/** Most characters of a text in one line (LO, PS3.5); a backslash separates values. */
const longest = 64;

/** Throws OptionError unless DICOM can hold a text in one line. */
export function requireText(owner: string, option: string, text: unknown): void {
  const isText = typeof text === 'string' && [...text].length <= longest && /^[^\\\p{Cc}]+$/u.test(text);
  if (!isText)
    throw invalidOption(owner, option, `a text of 1 to ${longest} characters without \\ and line breaks`, text);
}
