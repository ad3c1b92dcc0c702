import { asCtFileError } from '../../ctFileError';

/** Runs code that throws strings and whatnot: what it throws becomes a {@link CtFileError}. */
export function guarded<T>(file: string, action: () => T, problem = 'a broken DICOM file'): T {
  try {
    return action();
  } catch (cause) {
    throw asCtFileError(file, cause, problem);
  }
}
