import { show } from '../../../utils/errors';
import { CtFileError } from '../../ctFileError';
import type { MetaHeader } from './parseMetaHeader';

/** More axes than MetaImage allows are refused. */
const mostAxes = 10;

/** The value of the first of some keys that the header has. */
function find({ values }: MetaHeader, keys: readonly string[]): { key: string; value: string } | null {
  const key = keys.find((name) => values.has(name));
  return key === undefined ? null : { key, value: values.get(key)! };
}

/** Yes or no: MetaImage takes any word that begins with t, f, 1 or 0. */
export function readFlag(header: MetaHeader, keys: readonly string[], otherwise: boolean): boolean {
  const found = find(header, keys);
  if (!found) return otherwise;
  if (!/^[tf10]/i.test(found.value)) throw wrong(header, found.key, 'True or False', found.value);
  return /^[t1]/i.test(found.value);
}

/** Exactly `count` finite numbers. */
export function readNumbers(
  header: MetaHeader,
  keys: readonly string[],
  count: number,
  otherwise: readonly number[],
): readonly number[] {
  const found = find(header, keys);
  if (!found) return otherwise;
  const numbers = split(found.value);
  if (numbers.length !== count || !numbers.every(Number.isFinite))
    throw wrong(header, found.key, count === 1 ? 'a number' : `${count} numbers`, found.value);
  return numbers;
}

/** One integer of at least `least`. */
export function readInteger(header: MetaHeader, key: string, least: number, otherwise: number): number {
  const found = find(header, [key]);
  if (!found) return otherwise;
  const value = Number(found.value);
  if (!(Number.isSafeInteger(value) && value >= least && found.value !== ''))
    throw wrong(header, key, `an integer of at least ${least}`, found.value);
  return value;
}

/** Positive integers: `NDims` of them, where the header has it. */
export function readSizes(header: MetaHeader): readonly number[] {
  const found = find(header, ['DimSize']);
  if (!found) throw new CtFileError(header.name, 'the header has no DimSize');
  const sizes = split(found.value);
  const count = readInteger(header, 'NDims', 1, sizes.length);
  if (count > mostAxes) throw wrong(header, 'NDims', `at most ${mostAxes}`, String(count));
  if (sizes.length !== count || !sizes.every((size) => Number.isSafeInteger(size) && size > 0))
    throw wrong(header, 'DimSize', `${count} positive integers`, found.value);
  return sizes;
}

function split(value: string): number[] {
  return value.split(/\s+/).filter(Boolean).map(Number);
}

/** What a value should be, and what it is. */
export function wrong({ name }: MetaHeader, key: string, expected: string, received: string): CtFileError {
  return new CtFileError(name, `${key} must be ${expected}; received ${show(received)}`);
}
