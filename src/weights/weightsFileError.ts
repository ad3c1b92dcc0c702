import { clip } from '../utils/clip';

/** Error about a weights file that cannot be read: names the file, what was expected and what was found. */
export class WeightsFileError extends Error {
  override readonly name = 'WeightsFileError';
  /** File name as passed to the reader; `weights` for bytes. */
  readonly file: string;

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(clip(`${clip(file, 250)}: ${problem}`), options);
    this.file = file;
  }
}
