import { clip } from '../utils/clip';

/** Thrown if a file of a run, such as `settings.json`, is damaged or comes from another program. */
export class RunFileError extends Error {
  override readonly name = 'RunFileError';

  /** @param file name of the file in the message */
  constructor(
    readonly file: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(clip(`${clip(file, 250)}: ${problem}`), options);
  }
}
