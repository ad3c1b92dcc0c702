/** A file of a run, such as `settings.json`, that is damaged or comes from another program. */
export class RunFileError extends Error {
  override readonly name = 'RunFileError';

  /** @param file what the file is called in the message */
  constructor(
    readonly file: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${problem}`, options);
  }
}
