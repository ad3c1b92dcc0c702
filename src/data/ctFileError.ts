import { clip } from '../utils/clip';
import { advice, type Fix, inCode, type Spelling, spelled } from '../utils/fix';

/**
 * Error about a CT file that cannot be read: names the file, what was expected and what was found. The middle of a long
 * message is cut out.
 */
export class CtFileError extends Error {
  override readonly name = 'CtFileError';
  /** File name as passed to the reader. */
  readonly file: string;
  readonly #problem: string;
  readonly #fix: readonly Fix[];

  constructor(file: string, problem: string, { fix = [], ...options }: ErrorOptions & { fix?: readonly Fix[] } = {}) {
    super('', options);
    this.file = file;
    this.#fix = fix;
    this.#problem = problem;
    this.message = this.describe(inCode);
  }

  /** Ways to fix it, the best first; can be empty. */
  get fix(): readonly Fix[] {
    return this.#fix;
  }

  /** Returns the message with options in another spelling, such as that of a command line. */
  describe(spelling: Spelling): string {
    const problem = clip(`${clip(this.file, 250)}: ${spelled(this.#problem, spelling)}`);
    return `${problem}${advice(this.#fix, spelling)}`;
  }
}

/** Wraps what another library threw in a {@link CtFileError}. */
export function asCtFileError(file: string, cause: unknown, problem: string): CtFileError {
  if (cause instanceof CtFileError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new CtFileError(file, `${problem} (${message})`, { cause });
}
