import { invalidOption } from '../../utils/errors';
import { CtFileError } from '../ctFileError';
import type { Segment } from './segment';

/**
 * Chooses segments by name, in any case, or by number.
 *
 * @param wanted names and numbers; `null`: all segments
 * @param file file name for messages
 * @throws CtFileError if the file has no such segment; the message lists what it has
 * @throws OptionError if `wanted` is not a list of names and numbers, or empty
 */
export function chooseSegments<Found extends Segment>(
  available: readonly Found[],
  wanted: readonly (string | number)[] | null | undefined,
  file: string,
): readonly Found[] {
  if (wanted === null || wanted === undefined) return available;
  const isList = Array.isArray(wanted) && wanted.every((one) => typeof one === 'string' || Number.isInteger(one));
  if (!isList || wanted.length === 0)
    throw invalidOption('readVolume', 'segments', 'a list of names or numbers of segments', wanted);
  const isWanted = (one: string | number, { value, name }: Segment) =>
    typeof one === 'number' ? one === value : one.toLowerCase() === name.toLowerCase();
  const missing = wanted.find((one) => !available.some((segment) => isWanted(one, segment)));
  if (missing !== undefined && available.length === 0)
    throw new CtFileError(file, `it names no segments, so ${missing} cannot be found`, {
      fix: [{ action: 'choose the labels by their numbers' }],
    });
  if (missing !== undefined)
    throw new CtFileError(file, `there is no segment ${missing}; the file has ${listOf(available)}`);
  return available.filter((segment) => wanted.some((one) => isWanted(one, segment)));
}

/** Most segments named in a message. */
const mostNamed = 12;

function listOf(segments: readonly Segment[]): string {
  const named = segments.slice(0, mostNamed).map(({ value, name }) => `${name} (${value})`);
  const more = segments.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : new Intl.ListFormat('en-GB').format(named);
}
