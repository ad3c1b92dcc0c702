import type { OptionError, Spelling } from 'msa-unet';

import { dashed } from './names';
import type { Options } from './option';

/**
 * Rewrites an error for the command line: `--size 64` for `size: [64, 64]`, without the name of a function. Its `cause` is
 * the library's error. Errors that repeat the message of their cause are rewritten too.
 */
export function inOptions(error: unknown, options: Options): unknown {
  if (!(error instanceof Error) || error.cause === error) return error;
  const message = isDescribed(error) ? error.describe(typed(options)) : withCause(error, options);
  if (message === error.message) return error;
  return Object.defineProperty(new Error(message, { cause: error }), 'name', { value: error.name });
}

function withCause({ message, cause }: Error, options: Options): string {
  const rewritten = inOptions(cause, options);
  if (rewritten === cause || !(cause instanceof Error) || !(rewritten instanceof Error)) return message;
  return message.replace(cause.message, () => rewritten.message);
}

/** Error of the library that can be written in other spellings. */
type Described = Error & Pick<OptionError, 'describe'>;

const isDescribed = (error: Error): error is Described => 'describe' in error && typeof error.describe === 'function';

/** Spelling of options on the command line of a command. */
const typed = (options: Options): Spelling => ({
  isCode: false,
  name: (option) => (isOption(option, options) ? dashed(option) : null),
  give: (option, value) => {
    const [name, isFlag] = [dashed(option), options[option]!.value === null];
    if (value === undefined || (value === null && !isFlag)) return null;
    if (!isFlag)
      return wordsOf(value)
        .map((text) => `${name} ${text}`)
        .join(' ');
    return value === null || value === false ? name.replace('--', '--no-') : name;
  },
});

const isOption = (name: string, options: Options) =>
  Object.hasOwn(options, name) || Object.values(options).some(({ also }) => also.includes(name));

/** Values of an option that is given once for each: `liver=1` for the entries of an object. */
const wordsOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).map(([key, one]) => word(`${key}=${[one].flat().join()}`))
    : [word(value)];

/** Writes a value as one word of a shell: lists with commas, equal sides once, quoted if necessary. */
function word(value: unknown): string {
  const text = Array.isArray(value) ? [...new Set(value.length === 2 ? value : [value.join()])].join() : String(value);
  return /^[\w.,:/+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
