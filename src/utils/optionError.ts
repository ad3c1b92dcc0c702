import { advice, type Fix, inCode, type Spelling, spelled } from './fix';
import { nearest } from './nearest';
import { show } from './show';

/** What an {@link OptionError} is made of. */
export interface OptionErrorParts {
  /** Function or class that was called. */
  readonly owner: string;
  /** The option or argument, or in words what several of them are: `height and width`. */
  readonly option: string;
  /** What it must be, as it follows "must be"; names of options stand in backticks. `null`: there is no such option. */
  readonly expected: string | null;
  /** What came. */
  readonly received: unknown;
  /** What mends it; the best first. */
  readonly fix?: Fix | readonly Fix[] | undefined;
  /** How the message writes `received`. @defaultValue as JSON */
  readonly shown?: string;
  /** What is wrong, where "must be …; received …" does not say it. @defaultValue none */
  readonly problem?: string;
  /** What was thrown before. @defaultValue none */
  readonly cause?: unknown;
}

/**
 * An option or argument that cannot be used, or that does not exist. Its parts are values: programs read `option` and
 * `fix`, or write the message in their own terms with {@link OptionError.describe}. By its name it is a RangeError.
 *
 * @example
 * ```ts
 * try {
 *   buildUnet([250, 250, 1]);
 * } catch (error) {
 *   if (error instanceof OptionError) console.log(error.fix); // [{ option: 'size', value: [256, 256], … }]
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

  /** The option or argument, or in words what several of them are: `height and width`. */
  get option(): string {
    return this.#parts.option;
  }

  /** What it must be, as it follows "must be"; names of options stand in backticks. `null`: there is no such option. */
  get expected(): string | null {
    return this.#parts.expected;
  }

  /** What came. */
  get received(): unknown {
    return this.#parts.received;
  }

  /** What mends it, the best first; may be empty. */
  get fix(): readonly Fix[] {
    return [this.#parts.fix ?? []].flat();
  }

  /** The message for readers who write options in their own way; without `owner` where they have the option. */
  describe(spelling: Spelling): string {
    const { option, expected, received, shown = show(received) } = this.#parts;
    const subject = /^[\w.[\]]+$/.test(option) ? `\`${option}\`` : option;
    const { problem = `${subject} must be ${expected}; received ${shown}` } = this.#parts;
    const owner = spelling.isCode || spelling.name(option) === null ? `${this.owner}: ` : '';
    const hint = expected === null ? '' : advice(this.fix, spelling); // else the problem has it
    return `${owner}${spelled(problem, spelling)}${hint}`;
  }

  /** The error for an option that `owner` does not have; `fix` is the nearest one of those that it has. */
  static unknown(owner: string, option: string, known: readonly string[], received: unknown): OptionError {
    const near = nearest(option, known);
    const others = known.map((name) => `\`${name}\``).join(', ');
    const hint = near === null ? others && `; known are ${others}` : `. Did you mean \`${near}\`?`;
    const fix = near === null ? [] : { option: near, value: received };
    const problem = `unknown option \`${option}\`${hint}`;
    return new OptionError({ owner, option, expected: null, received, fix, problem });
  }
}
