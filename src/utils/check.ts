import { invalidOption } from './errors';
import type { Fix } from './fix';
import { nearest } from './nearest';
import { OptionError } from './optionError';

/** Names of all options, as keys; the compiler finds missing and extra names. Values are ignored: `{ height, width }`. */
export type Names<Options> = { readonly [Name in keyof Options]-?: unknown };

/**
 * Throws if an option has none of the names, because it is misspelt or belongs to another function.
 *
 * @param given all options, or the rest of them: `requireKnown<Options>('buildUnet', others, { depth })`
 */
export function requireKnown<Options>(owner: string, given: object, names: Names<Options>): void {
  for (const [option, value] of Object.entries(given))
    if (value !== undefined && !Object.hasOwn(names, option))
      throw OptionError.unknown(owner, option, Object.keys(names), value);
}

/** Throws unless the option is a safe integer of at least `least` and at most `most`; −∞ and ∞ let all of them through. */
export function requireInteger(owner: string, option: string, value: number, least = 1, most = Infinity): void {
  const bound = Number.isFinite(least) ? `an integer of at least ${least}` : 'an integer';
  const open = least === 1 ? 'a positive integer' : bound;
  const expected = Number.isFinite(most) ? `an integer from ${least} to ${most}` : open;
  if (!(Number.isSafeInteger(value) && value >= least && value <= most))
    throw invalidOption(owner, option, `${expected}${unsafe(value)}`, value);
}

/** Throws unless the option is a number from `least` to `most`, both included. */
export function requireRange(owner: string, option: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) throw invalidOption(owner, option, `from ${least} to ${most}`, value);
}

/** Throws unless the option is a number above 0, and at most `most`. */
export function requirePositive(owner: string, option: string, value: number, most = Number.POSITIVE_INFINITY): void {
  const expected = most < Number.POSITIVE_INFINITY ? `above 0 and at most ${most}` : 'a number above 0';
  if (!(Number.isFinite(value) && value > 0 && value <= most)) throw invalidOption(owner, option, expected, value);
}

/** Throws unless the option is a number of at least 0. */
export function requireNonNegative(owner: string, option: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) throw invalidOption(owner, option, 'a number of at least 0', value);
}

/**
 * Throws unless the option is a list of as many values as its layout names.
 *
 * @param layout names of the values: `[height, width]`
 * @param fix value to pass in its place. @defaultValue none
 */
export function requireList(owner: string, option: string, layout: string, value: unknown, fix: Fix[] = []): void {
  if (Array.isArray(value) && value.length === layout.split(',').length) return;
  throw invalidOption(owner, option, layout, value, fix);
}

/** Throws unless the option is `[height, width]`. The sides themselves are not checked. */
export function requireSides(owner: string, option: string, value: unknown): void {
  const fix = typeof value === 'number' ? [{ option, value: [value, value] }] : [];
  requireList(owner, option, '[height, width]', value, fix);
}

/** Throws unless the option is one of the choices; the fix is the nearest of them. */
export function requireOneOf<T extends string>(owner: string, option: string, value: T, choices: readonly T[]): void {
  if (choices.includes(value)) return;
  const near = typeof value === 'string' ? nearest(value, choices) : null;
  const fix = near === null ? [] : [{ option, value: near, action: `did you mean '${near}'?` }];
  throw invalidOption(owner, option, `one of ${choices.join(', ')}`, value, fix);
}

/** Throws unless the option is an integer or `null`, which means random. */
export function requireSeed(owner: string, value: number | null): void {
  if (value !== null && !Number.isSafeInteger(value))
    throw invalidOption(owner, 'seed', `an integer or null${unsafe(value)}`, value);
}

/** What else an integer must be that a number cannot hold exactly. */
const unsafe = (value: number) =>
  Number.isInteger(value) && !Number.isSafeInteger(value) ? ', between -2^53 and 2^53' : '';
