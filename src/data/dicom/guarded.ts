import { CtFileError } from '../ctFileError';

/** Runs code that throws strings and whatnot: what it throws becomes a {@link CtFileError}. */
export function guarded<T>(file: string, action: () => T, problem = 'a broken DICOM file'): T {
  try {
    return action();
  } catch (cause) {
    throw asCtFileError(file, cause, problem);
  }
}

/** What another library has thrown, of whatever type, as a {@link CtFileError}. */
export function asCtFileError(file: string, cause: unknown, problem: string): CtFileError {
  if (cause instanceof CtFileError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new CtFileError(file, `${problem} (${message})`, { cause });
}
