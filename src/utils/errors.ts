import type { Fix } from './fix';
import { OptionError } from './optionError';

export { show } from './show';

/** Makes the error for an option out of range: owner, option, expected and received value, and how to fix it. */
export function invalidOption(
  owner: string,
  option: string,
  expected: string,
  received: unknown,
  fix?: Fix | readonly Fix[],
): OptionError {
  return new OptionError({ owner, option, expected, received, fix });
}

/** Makes the error for an argument that does not fit the others, with the problem in words. */
export const unfit = (owner: string, option: string, received: unknown, problem: string): OptionError =>
  new OptionError({ owner, option, expected: 'one that fits', received, problem });
