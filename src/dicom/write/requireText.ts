import { invalidOption } from '../../utils/errors';

/**
 * Throws OptionError unless DICOM can hold a text in one line; a backslash separates values.
 *
 * @param longest most characters: 64 in a long string (LO, PS3.5), 16 in a short one (SH)
 */
export function requireText(owner: string, option: string, text: unknown, longest = 64): void {
  const isText = typeof text === 'string' && [...text].length <= longest && /^[^\\\p{Cc}]+$/u.test(text);
  if (!isText)
    throw invalidOption(owner, option, `a text of 1 to ${longest} characters without \\ and line breaks`, text);
}
