import { asCtFileError } from '../../ctFileError';

/** Runs code that may throw anything, and wraps what it throws in a {@link CtFileError}. */
export function guarded<T>(file: string, action: () => T, problem = 'a broken DICOM file'): T {
  try {
    return action();
  } catch (cause) {
    throw asCtFileError(file, cause, problem);
  }
}
