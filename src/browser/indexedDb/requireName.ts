import { invalidOption } from '../../utils/errors';

/** Throws OptionError unless it is a name for a model or a run: a text that is not empty. */
export function requireName(owner: string, name: string): void {
  if (typeof name !== 'string' || name === '') throw invalidOption(owner, 'name', 'a text that is not empty', name);
}
