/** Error about a CT file that cannot be read: names the file, what was expected and what was found. */
export class CtFileError extends Error {
  override readonly name = 'CtFileError';
  /** File name as passed to the reader. */
  readonly file: string;

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
    this.file = file;
  }
}

/** Wraps what another library threw in a {@link CtFileError}. */
export function asCtFileError(file: string, cause: unknown, problem: string): CtFileError {
  if (cause instanceof CtFileError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new CtFileError(file, `${problem} (${message})`, { cause });
}
