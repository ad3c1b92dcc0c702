import { clip } from './clip';
import { inCode, type Spelling, spelled } from './fix';

/** Longest problem: those that list all that is possible are long. */
const longest = 2000;

/** Error of a function that is not about one of its options. Code reads the name of the function first; a command line does not. */
export class CallError extends Error {
  readonly #owner: string;
  readonly #problem: string;

  /** @param problem what is wrong and what to do, with names of options in backticks */
  constructor(owner: string, problem: string, options: ErrorOptions = {}) {
    super('', options);
    this.#owner = owner;
    this.#problem = problem;
    this.message = this.describe(inCode);
  }

  /** Returns the message with options in another spelling. */
  describe(spelling: Spelling): string {
    const text = spelled(clip(this.#problem, longest), spelling);
    return spelling.isCode ? `${this.#owner}: ${text}` : text;
  }
}
