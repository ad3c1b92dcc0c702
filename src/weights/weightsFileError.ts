/** A file of weights that cannot be read: says which file, what was expected and what is there. */
export class WeightsFileError extends Error {
  override readonly name = 'WeightsFileError';
  /** Name of the file, as it was handed to the reader; `weights` where only bytes were. */
  readonly file: string;

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
    this.file = file;
  }
}
