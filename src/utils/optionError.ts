import { clip } from './clip';
import { advice, type Fix, inCode, type Spelling, spelled } from './fix';
import { nearest } from './nearest';
import { show } from './show';

/** Longest problem: those that list all that is possible are long. */
const longestProblem = 2000;

/** Parts of an {@link OptionError}. */
export interface OptionErrorParts {
  /** Function or class that was called. */
  readonly owner: string;
  /** Name of the option or argument, or a phrase for several: `height and width`. */
  readonly option: string;
  /** Continues "must be", with names of options in backticks. `null`: there is no such option. */
  readonly expected: string | null;
  /** Value that was passed. */
  readonly received: unknown;
  /** Ways to fix it, the best first. @defaultValue none */
  readonly fix?: Fix | readonly Fix[] | undefined;
  /** `received` as written in the message. @defaultValue as JSON */
  readonly shown?: string;
  /** The problem in words, in place of "must be …; received …". @defaultValue none */
  readonly problem?: string;
  /** Error that caused this one. @defaultValue none */
  readonly cause?: unknown;
}

/**
 * Error about an option or argument that is invalid or unknown. It extends RangeError, and its `name` is `RangeError`.
 *
 * Its parts are values: programs can read `option` and `fix`, or write the message in their own terms with
 * {@link OptionError.describe}.
 *
 * @example
 * ```ts
 * import { buildUnet, OptionError } from 'msa-unet';
 *
 * try {
 *   buildUnet([250, 250, 1]);
 * } catch (error) {
 *   if (!(error instanceof OptionError)) throw error;
 *   console.log(error.owner, error.option); // buildUnet height and width
 *   console.log(error.fix); // [{ option: 'size', value: [256, 256], action: 'pad to 256×256' }]
 * }
 * ```
 */
export class OptionError extends RangeError {
  readonly #parts: OptionErrorParts;

  constructor(parts: OptionErrorParts) {
    super('', parts.cause === undefined ? {} : { cause: parts.cause });
    this.#parts = parts;
    this.message = this.describe(inCode);
  }

  /** Function or class that was called. */
  get owner(): string {
    return this.#parts.owner;
  }

  /** Name of the option or argument, or a phrase for several: `height and width`. */
  get option(): string {
    return this.#parts.option;
  }

  /** Continues "must be", with names of options in backticks. `null`: there is no such option. */
  get expected(): string | null {
    return this.#parts.expected;
  }

  /** Value that was passed. */
  get received(): unknown {
    return this.#parts.received;
  }

  /** Ways to fix it, the best first; can be empty. */
  get fix(): readonly Fix[] {
    return [this.#parts.fix ?? []].flat();
  }

  /** The problem in words, with names of options in backticks; without `owner` and `fix`. */
  get problem(): string {
    const { option, expected, received, shown = show(received), problem } = this.#parts;
    if (problem !== undefined) return clip(problem, longestProblem);
    const subject = /^[\w.[\]]+$/.test(option) ? `\`${clip(option, 100)}\`` : option;
    return `${subject} must be ${expected}; received ${clip(shown, 300)}`;
  }

  /** Returns the message with options in another spelling, such as that of a command line, where it omits `owner`. */
  describe(spelling: Spelling): string {
    const { expected, problem } = this;
    const owner = spelling.isCode ? `${this.owner}: ` : '';
    const hint = expected === null ? '' : advice(this.fix, spelling); // the problem of unknown options includes it
    return `${owner}${spelled(problem, spelling)}${hint}`;
  }

  /** Makes the error for an option that `owner` does not have; its fix is the known option with the nearest name. */
  static unknown(owner: string, option: string, known: readonly string[], received: unknown): OptionError {
    const near = nearest(option, known);
    const others = known.map((name) => `\`${name}\``).join(', ');
    const hint = near === null ? others && `; known are ${others}` : `. Did you mean \`${near}\`?`;
    const fix = near === null ? [] : { option: near, value: received };
    const problem = `unknown option \`${clip(option, 100)}\`${hint}`;
    return new OptionError({ owner, option, expected: null, received, fix, problem });
  }
}
