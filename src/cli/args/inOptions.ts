import type { Fix, OptionError, Spelling } from 'msa-unet';

import { dashed } from './names';
import type { Options } from './option';

/** Rewrites an error for the command line: `--size 64` for `size: [64, 64]`. Its `cause` is the library's error. */
export function inOptions(error: unknown, options: Options): unknown {
  if (!isDescribed(error)) return error;
  const message = error.describe(typed(options));
  return message === error.message ? error : Object.assign(new Error(message, { cause: error }), { name: error.name });
}

/** Error of the library that is made of parts. */
type Described = Error & Pick<OptionError, 'describe'> & { readonly fix: readonly Fix[] };

const isDescribed = (error: unknown): error is Described =>
  error instanceof Error && 'describe' in error && typeof error.describe === 'function';

/** Spelling of options on the command line of a command. */
const typed = (options: Options): Spelling => ({
  isCode: false,
  name: (option) => (isOption(option, options) ? dashed(option) : null),
  give: (option, value) => {
    const [name, isFlag] = [dashed(option), options[option]!.value === null];
    if (value === undefined || (value === null && !isFlag)) return null;
    if (!isFlag) return `${name} ${word(value)}`;
    return value === null || value === false ? name.replace('--', '--no-') : name;
  },
});

const isOption = (name: string, options: Options) =>
  Object.hasOwn(options, name) || Object.values(options).some(({ also }) => also.includes(name));

/** Writes a value as one word of a shell: lists with commas, equal sides once, quoted if necessary. */
function word(value: unknown): string {
  const text = Array.isArray(value) ? [...new Set(value.length === 2 ? value : [value.join()])].join() : String(value);
  return /^[\w.,:/+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
