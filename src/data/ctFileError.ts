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
