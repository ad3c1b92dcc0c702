/** A file of CT data that cannot be read: says which file, what was expected and what is there. */
export class CtFileError extends Error {
  override readonly name = 'CtFileError';
  /** Name of the file, as it was handed to the reader. */
  readonly file: string;

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
    this.file = file;
  }
}

/** What another library has thrown, of whatever type, as a {@link CtFileError}. */
export function asCtFileError(file: string, cause: unknown, problem: string): CtFileError {
  if (cause instanceof CtFileError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new CtFileError(file, `${problem} (${message})`, { cause });
}
