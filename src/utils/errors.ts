import type { Fix } from './fix';
import { OptionError } from './optionError';

export { show } from './show';

/** The error for an option that cannot be used: who complains, about what, what was expected, what came and what mends it. */
export function invalidOption(
  owner: string,
  option: string,
  expected: string,
  received: unknown,
  fix?: Fix | readonly Fix[],
): OptionError {
  return new OptionError({ owner, option, expected, received, fix });
}
